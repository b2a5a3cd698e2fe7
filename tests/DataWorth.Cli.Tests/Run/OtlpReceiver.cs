using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DataWorth.Cli.Tests.Run;

/// <summary>A collector on the loopback interface: keeps what is sent to it by OTLP over HTTP, and reads the parts of it that tests ask
/// for.</summary>
internal sealed class OtlpReceiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly List<(string Path, byte[] Body)> _requests = [];

    public OtlpReceiver()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        Endpoint = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        probe.Stop();
        _listener.Prefixes.Add(Endpoint + "/");
        _listener.Start();
        _ = Task.Run(ReceiveAsync);
    }

    public string Endpoint { get; }

    /// <summary>All bytes that came, as text.</summary>
    public string Text
    {
        get
        {
            lock (_requests)
            {
                return string.Concat(_requests.Select(request => Encoding.Latin1.GetString(request.Body)));
            }
        }
    }

    // ExportTraceServiceRequest: resource_spans = 1 -> scope_spans = 2 -> spans = 2.
    public IReadOnlyList<OtlpSpan> Spans() => [.. Fields("/v1/traces", 1, 2, 2).Select(OtlpSpan.Parse)];

    // ExportMetricsServiceRequest: resource_metrics = 1 -> scope_metrics = 2 -> metrics = 2 -> name = 1.
    public IReadOnlyList<string> Metrics() => [.. Fields("/v1/metrics", 1, 2, 2, 1).Select(Encoding.UTF8.GetString).Distinct()];

    public void Dispose() => _listener.Close();

    private List<byte[]> Fields(string path, params int[] numbers)
    {
        lock (_requests)
        {
            var messages = _requests.Where(request => request.Path == path).Select(request => request.Body);
            return [.. numbers.Aggregate(messages, (all, number) => all.SelectMany(message => ProtoField.Of(message, number)))];
        }
    }

    private async Task ReceiveAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using MemoryStream body = new();
                await context.Request.InputStream.CopyToAsync(body);
                lock (_requests)
                {
                    _requests.Add((context.Request.Url!.AbsolutePath, body.ToArray()));
                }

                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
