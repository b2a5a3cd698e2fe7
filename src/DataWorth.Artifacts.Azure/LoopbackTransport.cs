using System.Net.Sockets;
using Azure.Core.Pipeline;

namespace DataWorth.Artifacts.Azure;

/// <summary>Connections to a service on this machine, such as an emulator, that cost little beside the copying of the bytes.</summary>
/// <remarks>
/// The service takes its turns on the same processors. A socket that is connected synchronously stays a blocking one: a read waits in the
/// kernel, where otherwise it
/// spins, waits for an event and is woken through another thread. That halves the processor time of a download; a large buffer lets the
/// service write on while a piece is hashed.
/// Not for a distant service: a fixed buffer ends the kernel's own fitting to the distance, and connecting would block.
/// </remarks>
internal static class LoopbackTransport
{
    private const int ReceiveBufferBytes = 1 << 20;

    /// <summary>One pool of connections for all stores.</summary>
    public static HttpPipelineTransport Shared { get; } =
        new HttpClientTransport(new HttpClient(Handler()) { Timeout = Timeout.InfiniteTimeSpan });

    private static SocketsHttpHandler Handler() =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectCallback = (context, _) => ValueTask.FromResult(Connect(context)),
        };

    private static Stream Connect(SocketsHttpConnectionContext context)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = ReceiveBufferBytes };
        try
        {
            socket.Connect(context.DnsEndPoint);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
