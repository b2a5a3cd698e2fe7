using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace DataWorth.Artifacts.Azure;

/// <summary>A blob, read by ranges in parallel and pinned to the version that was opened. A range whose answer breaks off is continued by
/// the SDK's stream.</summary>
internal sealed class AzureBlobObject(AzureBlobArtifactStore store, string name, BlobClient blob, long length, ETag version)
    : IArtifactObject
{
    /// <summary>Most bytes of one read: the SDK's streams copy them out of an array of the length that is asked for, which should stay in
    /// the processor's cache.</summary>
    private const int ReadBytes = 256 << 10;

    public string Name => name;

    public long Length => length;

    public string Version => version.ToString();

    public unsafe void Read(long offset, Span<byte> destination, CancellationToken cancellationToken = default)
    {
        Throw.IfOutside(name, length, offset, destination.Length);
        cancellationToken.ThrowIfCancellationRequested();
        var count = destination.Length;
        try
        {
            fixed (byte* pointer = destination)
            {
                // The caller's memory stays pinned: the call returns only when every transfer has ended.
                var address = (nint)pointer;
                ParallelParts.Run(
                    count,
                    ParallelParts.Even(count, store.Options.BlockBytes),
                    store.Options.ParallelTransfers,
                    cancellationToken,
                    (start, bytes) => Download(offset + start, new Span<byte>((byte*)address + start, bytes), cancellationToken)
                );
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

    public void Dispose() { }

    private void Download(long offset, Span<byte> destination, CancellationToken cancellationToken)
    {
        var options = new BlobDownloadOptions
        {
            Range = new HttpRange(offset, destination.Length),
            Conditions = new BlobRequestConditions { IfMatch = version },
        };
        store.Downloads.Wait(cancellationToken);
        try
        {
            using BlobDownloadStreamingResult answer = blob.DownloadStreaming(options, cancellationToken);
            for (var filled = 0; filled < destination.Length; )
            {
                cancellationToken.ThrowIfCancellationRequested();
                var read = answer.Content.Read(destination.Slice(filled, Math.Min(ReadBytes, destination.Length - filled)));
                filled += read > 0 ? read : throw Throw.ShortAnswer(destination.Length, filled);
            }
        }
        finally
        {
            store.Downloads.Release();
        }
    }
}
