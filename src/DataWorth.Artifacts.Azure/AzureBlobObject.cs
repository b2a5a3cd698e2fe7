using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace DataWorth.Artifacts.Azure;

/// <summary>A blob, read by ranges in parallel and pinned to the version that was opened.</summary>
internal sealed class AzureBlobObject(
    AzureBlobArtifactStore store,
    string name,
    BlobClient blob,
    long length,
    ETag version,
    CachedBlob? cached
) : IArtifactObject
{
    /// <summary>Bytes that are hashed at once.</summary>
    private const int Piece = 1 << 20;

    /// <summary>Most bytes of a range, unless a block is larger.</summary>
    private const int MostRangeBytes = 64 << 20;

    /// <summary>Most bytes of one read: the SDK's streams copy them out of an array of the length that is asked for, which should stay in
    /// the processor's cache.</summary>
    private const int ReadBytes = 256 << 10;

    public string Name => name;

    public long Length => length;

    public unsafe void Read(long offset, Span<byte> destination, CancellationToken cancellationToken = default)
    {
        Throw.IfOutside(name, length, offset, destination.Length);
        cancellationToken.ThrowIfCancellationRequested();
        var count = destination.Length;
        fixed (byte* pointer = destination)
        {
            // The caller's memory stays pinned: the call returns only when every transfer has ended.
            var address = (nint)pointer;
            Guarded(cancellationToken, () => Fetch(offset, ParallelParts.Memory(address, 0, count), cancellationToken));
        }
    }

    public void ReadParts(nint destination, Action<long, int> arrived, CancellationToken cancellationToken = default)
    {
        // Few ranges, as each costs the service a request: scans read several objects at a time, which share the transfers. Each is of
        // whole blocks of a digest, and
        // a piece of it is told as soon as it is there. Ranges through the cache are the cache's blocks, so that no two of them fetch the
        // same one.
        var share = Math.Clamp(
            2 * length / store.Options.ParallelTransfers,
            store.Options.BlockBytes,
            Math.Max(store.Options.BlockBytes, MostRangeBytes)
        );
        var range = cached is null
            ? ParallelParts.Even(length, (int)share)
            : store.Options.BlockBytes / BlockDigest.BlockBytes * BlockDigest.BlockBytes;
        Guarded(
            cancellationToken,
            () =>
                ParallelParts.Run(
                    length,
                    range,
                    store.Options.ParallelTransfers,
                    cancellationToken,
                    (offset, count) =>
                    {
                        var room = ParallelParts.Memory(destination, offset, count);
                        if (cached is not null)
                        {
                            Fetch(offset, room, cancellationToken);
                            arrived(offset, count);
                            return;
                        }

                        var told = 0;
                        DownloadRange(
                            offset,
                            room,
                            filled =>
                            {
                                if (filled - told >= Piece || filled == count)
                                {
                                    var whole = filled == count ? filled : filled / Piece * Piece;
                                    arrived(offset + told, whole - told);
                                    told = whole;
                                }
                            },
                            cancellationToken
                        );
                    }
                )
        );
    }

    public bool TryMap([NotNullWhen(true)] out ArtifactMapping? mapping)
    {
        mapping = null;
        if (cached is null || length == 0)
        {
            return false;
        }

        ArtifactMapping? made = null;
        var isMapped = false;
        Guarded(
            CancellationToken.None,
            () => isMapped = cached.TryMap((place, part) => Download(place, part, CancellationToken.None), out made)
        );
        mapping = made;
        return isMapped;
    }

    public void Dispose() => cached?.Dispose();

    private void Guarded(CancellationToken cancellationToken, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (IsExplained(exception, cancellationToken))
        {
            Explain(exception);
        }
    }

    private static bool IsExplained(Exception exception, CancellationToken cancellationToken) =>
        BlobFailure.IsMissing(exception) || BlobFailure.IsConditionNotMet(exception) || BlobFailure.IsStorage(exception, cancellationToken);

    [DoesNotReturn]
    private void Explain(Exception exception)
    {
        if (BlobFailure.IsMissing(exception) || BlobFailure.IsConditionNotMet(exception))
        {
            Throw.Replaced(store.Display(name), exception);
        }

        Throw.CannotRead(store.Display(name), exception);
    }

    private void Fetch(long offset, Span<byte> destination, CancellationToken cancellationToken)
    {
        if (destination.IsEmpty)
        {
            return;
        }

        if (cached is null)
        {
            Download(offset, destination, cancellationToken);
        }
        else
        {
            cached.Read(offset, destination, (place, part) => Download(place, part, cancellationToken), cancellationToken);
        }
    }

    private unsafe void Download(long offset, Span<byte> destination, CancellationToken cancellationToken)
    {
        if (destination.Length <= store.Options.BlockBytes)
        {
            DownloadRange(offset, destination, null, cancellationToken);
            return;
        }

        fixed (byte* pointer = destination)
        {
            var address = (nint)pointer;
            ParallelParts.Run(
                destination.Length,
                ParallelParts.Even(destination.Length, store.Options.BlockBytes),
                store.Options.ParallelTransfers,
                cancellationToken,
                (start, count) => DownloadRange(offset + start, ParallelParts.Memory(address, start, count), null, cancellationToken)
            );
        }
    }

    /// <summary>A range, continued where the answer broke off. A request that the service does not answer was repeated by the SDK and is
    /// not repeated here.</summary>
    private void DownloadRange(long offset, Span<byte> destination, Action<int>? progress, CancellationToken cancellationToken)
    {
        var filled = 0;
        for (var attempt = 0; ; attempt++)
        {
            var failure = Receive(offset, destination, ref filled, progress, cancellationToken);
            if (filled == destination.Length)
            {
                return;
            }

            if (attempt >= store.Options.MaxRetries)
            {
                ExceptionDispatchInfo.Throw(failure ?? Throw.ShortAnswer(destination.Length, filled));
            }

            // What arrived counts; the rest is asked for again after a growing wait with jitter.
            var doubled = Math.Min(
                store.Options.MaxRetryDelay.TotalMilliseconds,
                store.Options.RetryDelay.TotalMilliseconds * Math.Pow(2, attempt)
            );
            var jittered = doubled * (0.8 + (0.004 * RandomNumberGenerator.GetInt32(101)));
            cancellationToken.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(jittered));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>One request for what is missing of a range; what arrived is counted even when it breaks off, for the reason that is
    /// returned.</summary>
    private Exception? Receive(
        long offset,
        Span<byte> destination,
        ref int filled,
        Action<int>? progress,
        CancellationToken cancellationToken
    )
    {
        var options = new BlobDownloadOptions
        {
            Range = new HttpRange(offset + filled, destination.Length - filled),
            Conditions = new BlobRequestConditions { IfMatch = version },
        };
        store.Downloads.Wait(cancellationToken);
        try
        {
            using BlobDownloadStreamingResult answer = blob.DownloadStreaming(options, cancellationToken);
            try
            {
                int read;
                while ((read = answer.Content.Read(destination.Slice(filled, Math.Min(ReadBytes, destination.Length - filled)))) > 0)
                {
                    filled += read;
                    progress?.Invoke(filled);
                    cancellationToken.ThrowIfCancellationRequested();
                }

                return null;
            }
            catch (Exception exception) when (BlobFailure.IsTransient(exception, cancellationToken))
            {
                return exception;
            }
        }
        finally
        {
            store.Downloads.Release();
        }
    }
}
