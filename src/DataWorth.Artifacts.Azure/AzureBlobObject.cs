using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
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
        int range = store.Options.BlockBytes;
        if (destination.Length <= range)
        {
            DownloadRange(offset, destination, cancellationToken);
            return;
        }

        fixed (byte* pointer = destination)
        {
            // The caller's memory stays pinned: this call returns only when every transfer has ended. Threads that block cost less here than a continuation per packet.
            (nint address, int length) = ((nint)pointer, destination.Length);
            int ranges = (int)(((long)length + range - 1) / range);
            var options = new ParallelOptions { MaxDegreeOfParallelism = store.Options.ParallelTransfers, CancellationToken = cancellationToken };
            try
            {
                Parallel.For(0, ranges, options, index =>
                {
                    int start = index * range;
                    DownloadRange(offset + start, new Span<byte>((byte*)address + start, Math.Min(range, length - start)), cancellationToken);
                });
            }
            catch (AggregateException exception)
            {
                ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
            }
        }
    }

    private void DownloadRange(long offset, Span<byte> destination, CancellationToken cancellationToken)
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
                using BlobDownloadStreamingResult answer = blob.DownloadStreaming(options, cancellationToken);
                int read;
                while ((read = answer.Content.Read(destination[filled..])) > 0)
                {
                    filled += read;
                    cancellationToken.ThrowIfCancellationRequested();
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
                cancellationToken.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(jittered));
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }
}
