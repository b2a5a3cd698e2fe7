using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DataWorth.Artifacts.Azure.Tests;

/// <summary>A proxy before Azurite that breaks requests as planned. Speaks as much HTTP/1.1 as the SDK and Azurite use.</summary>
internal sealed class FaultProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, int, Fault> _plan;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Fault, int> _counts = new();
    private int _requests;

    /// <summary>Starts the proxy.</summary>
    /// <param name="plan">From a request's first line, such as 'PUT /account/container/name?comp=block HTTP/1.1', and its number.</param>
    public FaultProxy(Func<string, int, Fault> plan)
    {
        _plan = plan;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = Accept();
    }

    public int Port { get; }

    public int Count(Fault fault) => _counts.GetValueOrDefault(fault);

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                _ = Serve(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Serve(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                var stream = client.GetStream();
                while (await HttpMessage.Read(stream, isAnswerToHead: false, _stop.Token) is { } request)
                {
                    if (!await Answer(client, stream, request))
                    {
                        return;
                    }
                }
            }
            catch (Exception exception)
                when (exception is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The client left, or the test is over.
            }
        }
    }

    private async Task<bool> Answer(TcpClient client, NetworkStream stream, HttpMessage request)
    {
        var fault = _plan(request.FirstLine, Interlocked.Increment(ref _requests));
        _counts.AddOrUpdate(fault, 1, (_, count) => count + 1);
        switch (fault)
        {
            case Fault.InternalError:
                return await Refuse(stream, request, "500 Internal Server Error", "InternalError");
            case Fault.ServerBusy:
                return await Refuse(stream, request, "503 Service Unavailable", "ServerBusy");
            case Fault.TooManyRequests:
                return await Refuse(stream, request, "429 Too Many Requests", "TooManyRequests");
            case Fault.Reset:
                client.LingerState = new LingerOption(true, 0);
                return false;
            case Fault.Silence:
                await Task.Delay(Timeout.Infinite, _stop.Token);
                return false;
        }

        var answer = await Forward(request);
        switch (fault)
        {
            case Fault.LostAnswer:
                client.LingerState = new LingerOption(true, 0);
                return false;
            case Fault.TruncatedBody when answer.Body.Length > 1:
                await stream.WriteAsync(answer.Head, _stop.Token);
                await stream.WriteAsync(answer.Body.AsMemory(0, answer.Body.Length / 2), _stop.Token);
                return false;
            case Fault.SlowBody:
                await stream.WriteAsync(answer.Head, _stop.Token);
                var piece = Math.Max(1, answer.Body.Length / 8);
                for (var offset = 0; offset < answer.Body.Length; offset += piece)
                {
                    await Task.Delay(15, _stop.Token);
                    await stream.WriteAsync(answer.Body.AsMemory(offset, Math.Min(piece, answer.Body.Length - offset)), _stop.Token);
                }

                return true;
            default:
                await stream.WriteAsync(answer.Head, _stop.Token);
                await stream.WriteAsync(answer.Body, _stop.Token);
                return true;
        }
    }

    private async Task<HttpMessage> Forward(HttpMessage request)
    {
        using var service = new TcpClient();
        await service.ConnectAsync(IPAddress.Loopback, AzuriteServer.Instance.Port, _stop.Token);
        var stream = service.GetStream();
        await stream.WriteAsync(request.Head, _stop.Token);
        await stream.WriteAsync(request.Body, _stop.Token);
        return await HttpMessage.Read(stream, request.FirstLine.StartsWith("HEAD ", StringComparison.Ordinal), _stop.Token)
            ?? throw new IOException("the service sent no answer");
    }

    private async Task<bool> Refuse(NetworkStream stream, HttpMessage request, string status, string code)
    {
        var body = $"<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>{code}</Code><Message>injected</Message></Error>";
        var head =
            $"HTTP/1.1 {status}\r\nContent-Type: application/xml\r\nx-ms-error-code: {code}\r\nContent-Length: {body.Length}\r\n\r\n";
        // An answer to HEAD has the header fields of the body, but no body.
        var withBody = !request.FirstLine.StartsWith("HEAD ", StringComparison.Ordinal);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(withBody ? head + body : head), _stop.Token);
        return true;
    }
}
