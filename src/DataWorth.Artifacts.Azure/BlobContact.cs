using System.Net.Sockets;

namespace DataWorth.Artifacts.Azure;

/// <summary>Finds out within seconds whether a blob service can be reached at all, before requests are repeated for long.</summary>
internal static class BlobContact
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    /// <summary>Connects to the service, or to the proxy before it, and sends nothing.</summary>
    /// <param name="service">The service.</param>
    /// <param name="limit">How long it is tried.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Why it cannot be reached; null where it can.</returns>
    public static async Task<string?> TryAsync(Uri service, TimeSpan limit, CancellationToken cancellationToken)
    {
        var proxy = HttpClient.DefaultProxy.IsBypassed(service) ? null : HttpClient.DefaultProxy.GetProxy(service);
        var target = proxy ?? service;
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(limit);
        var reason = "no answer";
        try
        {
            while (true)
            {
                try
                {
                    using TcpClient client = new();
                    await client.ConnectAsync(target.Host, target.Port, time.Token).ConfigureAwait(false);
                    return null;
                }
                catch (SocketException exception)
                {
                    reason = exception.Message.TrimEnd('.');
                }

                await Task.Delay(s_pause, time.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return FormattableString.Invariant($"no connection to {target.Host}:{target.Port} within {limit.TotalSeconds:0} s ({reason})");
        }
    }
}
