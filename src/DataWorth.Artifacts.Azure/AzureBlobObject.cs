using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace DataWorth.Artifacts.Azure;

/// <summary>A blob, read by ranges in parallel and pinned to the version that was opened.</summary>
internal sealed class AzureBlobObject(AzureBlobArtifactStore store, string name, BlobClient blob, long length, ETag version, CachedBlob? cached) : IArtifactObject
{
    public string Name => name;

    public long Length => length;

    public void Read(long offset, Span<byte> destination, CancellationToken cancellationToken = default)
    {
        Throw.IfOutside(name, length, offset, destination.Length);
        cancellationToken.ThrowIfCancellationRequested();
        if (destination.IsEmpty)
        {
            return;
        }

        try
        {
            if (cached is null)
            {
                Download(offset, destination, cancellationToken);
            }
            else
            {
                cached.Read(offset, destination, (place, part) => Download(place, part, cancellationToken), cancellationToken);
            }
        }
        catch (Exception exception) when (BlobFailure.IsMissing(exception) || BlobFailure.IsConditionNotMet(exception))
        {
            Throw.Replaced(store.Display(name), exception);
        }
        catch (Exception exception) when (BlobFailure.IsStorage(exception, cancellationToken))
        {
            Throw.CannotRead(store.Display(name), exception);
        }
    }

    public bool TryMap([NotNullWhen(true)] out ArtifactMapping? mapping)
    {
        mapping = null;
        if (cached is null || length == 0)
        {
            return false;
        }

        try
        {
            return cached.TryMap((place, part) => Download(place, part, CancellationToken.None), out mapping);
        }
        catch (Exception exception) when (BlobFailure.IsMissing(exception) || BlobFailure.IsConditionNotMet(exception))
        {
            Throw.Replaced(store.Display(name), exception);
            throw;
        }
        catch (Exception exception) when (BlobFailure.IsStorage(exception, CancellationToken.None))
        {
            Throw.CannotRead(store.Display(name), exception);
            throw;
        }
    }

    public void Dispose() => cached?.Dispose();

    private unsafe void Download(long offset, Span<byte> destination, CancellationToken cancellationToken)
    {
        fixed (byte* pointer = destination)
        {
            // The caller's memory stays pinned: this call returns only when every transfer has ended.
            var memory = new NativeMemoryManager(pointer, destination.Length);
            DownloadRanges(offset, memory.Memory, cancellationToken).GetAwaiter().GetResult();
        }
    }

    private Task DownloadRanges(long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        int range = store.Options.BlockBytes;
        if (destination.Length <= range)
        {
            return DownloadRange(offset, destination, cancellationToken);
        }

        int ranges = (int)(((long)destination.Length + range - 1) / range);
        var options = new ParallelOptions { MaxDegreeOfParallelism = store.Options.ParallelTransfers, CancellationToken = cancellationToken };
        return Parallel.ForAsync(0, ranges, options, async (index, stop) =>
        {
            int start = index * range;
            int end = (int)Math.Min((long)start + range, destination.Length);
            await DownloadRange(offset + start, destination[start..end], stop).ConfigureAwait(false);
        });
    }

    private async Task DownloadRange(long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        int filled = 0;
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                var options = new BlobDownloadOptions
                {
                    Range = new HttpRange(offset + filled, destination.Length - filled),
                    Conditions = new BlobRequestConditions { IfMatch = version },
                };
                using BlobDownloadStreamingResult answer = await blob.DownloadStreamingAsync(options, cancellationToken).ConfigureAwait(false);
                int read;
                while ((read = await answer.Content.ReadAsync(destination[filled..], cancellationToken).ConfigureAwait(false)) > 0)
                {
                    filled += read;
                }

                if (filled == destination.Length)
                {
                    return;
                }

                Throw.ShortAnswer(destination.Length, filled);
            }
            catch (Exception exception) when (attempt < store.Options.MaxRetries && BlobFailure.IsTransient(exception, cancellationToken))
            {
                // What arrived counts; the rest is asked for again after a growing wait with jitter.
                double doubled = Math.Min(store.Options.MaxRetryDelay.TotalMilliseconds, store.Options.RetryDelay.TotalMilliseconds * Math.Pow(2, attempt));
                double jittered = doubled * (0.8 + (0.004 * RandomNumberGenerator.GetInt32(101)));
                await Task.Delay(TimeSpan.FromMilliseconds(jittered), cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
