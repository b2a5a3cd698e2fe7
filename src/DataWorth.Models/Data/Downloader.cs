using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace DataWorth.Models.Data;

/// <summary>One download: to 'path.partial', resumed by HTTP range, renamed to its path only after its SHA-256 has been checked.</summary>
internal sealed class Downloader(
    HttpClient client,
    DataLocatorOptions options,
    DataFile file,
    string path,
    IProgress<DownloadProgress>? progress
)
{
    private const int BufferSize = 1 << 17;

    private readonly string _partialPath = path + ".partial";

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await FetchAsync(cancellationToken).ConfigureAwait(false);
                break;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested && IsBrokenConnection(exception))
            {
                if (attempt >= options.DownloadAttempts)
                {
                    var reason =
                        exception is OperationCanceledException
                            ? $"the server was silent for {options.DownloadTimeout.TotalSeconds:0.#} s"
                            : exception.Message;
                    Throw.DownloadFailed(file, reason, path, exception);
                }
            }
            catch (UnauthorizedAccessException exception)
            {
                Throw.DownloadFailed(file, exception.Message, path, exception);
            }
        }

        var found = await HashAsync(_partialPath, cancellationToken).ConfigureAwait(false);
        if (!string.Equals(found, file.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            File.Delete(_partialPath);
            Throw.ChecksumMismatch(file, found);
        }

        File.Move(_partialPath, path, overwrite: true);
    }

    private static bool IsBrokenConnection(Exception exception) =>
        exception is HttpRequestException or IOException and not DataUnavailableException or OperationCanceledException;

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        var stream = File.OpenRead(path);
        await using (stream.ConfigureAwait(false))
        {
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
        }
    }

    private async Task FetchAsync(CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(options.DownloadTimeout);
        // No other process may write the same partial file.
        FileStream partial = new(_partialPath, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, BufferSize);
        await using (partial.ConfigureAwait(false))
        {
            using var response = await RequestAsync(partial.Length, silence.Token).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                // The partial file has every byte already, or wrong ones: the checksum decides.
                return;
            }

            if (!response.IsSuccessStatusCode)
            {
                Throw.DownloadFailed(file, $"the server answered {(int)response.StatusCode} ({response.ReasonPhrase})", path, null);
            }

            var resumes =
                response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == partial.Length;
            partial.Position = resumes ? partial.Length : 0;
            partial.SetLength(partial.Position);
            var total = partial.Position + response.Content.Headers.ContentLength;
            await CopyAsync(response, partial, total, silence).ConfigureAwait(false);
            if (total is long size && partial.Length != size)
            {
                throw new IOException($"the connection ended after {partial.Length} of {size} bytes");
            }
        }
    }

    private Task<HttpResponseMessage> RequestAsync(long start, CancellationToken cancellationToken)
    {
        HttpRequestMessage request = new(HttpMethod.Get, file.Address);
        if (start > 0)
        {
            request.Headers.Range = new RangeHeaderValue(start, null);
        }

        return client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    private async Task CopyAsync(HttpResponseMessage response, FileStream partial, long? total, CancellationTokenSource silence)
    {
        var source = await response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            var buffer = new byte[BufferSize];
            int read;
            while ((read = await source.ReadAsync(buffer, silence.Token).ConfigureAwait(false)) > 0)
            {
                await partial.WriteAsync(buffer.AsMemory(0, read), silence.Token).ConfigureAwait(false);
                silence.CancelAfter(options.DownloadTimeout);
                progress?.Report(new DownloadProgress(file, partial.Position, total));
            }
        }
    }
}
