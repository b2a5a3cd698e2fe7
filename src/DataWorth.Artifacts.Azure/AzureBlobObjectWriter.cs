using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace DataWorth.Artifacts.Azure;

/// <summary>Stages blocks in parallel and commits their list only if the blob is not there.</summary>
internal sealed class AzureBlobObjectWriter : IArtifactObjectWriter
{
    private const int MostBlocks = 50_000;
    private const string WriterKey = "writer";

    private readonly AzureBlobArtifactStore _store;
    private readonly BlockBlobClient _blob;
    private readonly long? _expectedLength;
    private readonly string _writer = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
    private readonly List<string> _blocks = [];
    private readonly Queue<(Task Upload, byte[] Buffer)> _uploads = new();
    private readonly CancellationTokenSource _stop = new();
    private byte[]? _filling;
    private int _block;
    private int _filled;
    private bool _committed;
    private bool _closed;

    public AzureBlobObjectWriter(AzureBlobArtifactStore store, string name, BlockBlobClient blob, long? expectedLength)
    {
        _store = store;
        _blob = blob;
        _expectedLength = expectedLength;
        Name = name;
    }

    public string Name { get; }

    public long Position { get; private set; }

    // Blocks of a blob of known length are equally long; those of another grow, so that 50,000 of them hold any blob that the service
    // takes.
    private int BlockBytes =>
        _expectedLength is { } length && Position < length
            ? ParallelParts.Even(length, (int)Math.Max(_store.Options.BlockBytes, length / (MostBlocks / 2)))
            : (int)Math.Min(1L << 30, (long)_store.Options.BlockBytes << (_blocks.Count / 10_000));

    public void Write(ReadOnlySpan<byte> bytes, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfClosed();
        while (!bytes.IsEmpty)
        {
            _filling ??= Rent(cancellationToken);
            var count = Math.Min(bytes.Length, _block - _filled);
            bytes[..count].CopyTo(_filling.AsSpan(_filled));
            _filled += count;
            Position += count;
            bytes = bytes[count..];
            if (_filled == _block)
            {
                Stage();
            }
        }
    }

    public bool Commit(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfClosed();
        try
        {
            if (_blocks.Count > 0)
            {
                StageLast(cancellationToken);
            }

            return Put(asBlocks: _blocks.Count > 0, cancellationToken);
        }
        catch (Exception exception) when (BlobFailure.IsStorage(exception, cancellationToken))
        {
            Throw.CannotWrite(_store.Display(Name), _expectedLength ?? Position, exception);
            throw;
        }
        finally
        {
            _committed = true;
        }
    }

    public void Dispose()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        _stop.Cancel();
        Task.WhenAll(_uploads.Select(upload => upload.Upload))
            .ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)
            .Wait();
        if (_filling is not null)
        {
            ArrayPool<byte>.Shared.Return(_filling);
            _filling = null;
        }

        _stop.Dispose();
    }

    private bool Put(bool asBlocks, CancellationToken cancellationToken)
    {
        var conditions = new BlobRequestConditions { IfNoneMatch = ETag.All };
        var metadata = new Dictionary<string, string> { [WriterKey] = _writer };
        try
        {
            if (asBlocks)
            {
                _blob.CommitBlockList(
                    _blocks,
                    new CommitBlockListOptions { Conditions = conditions, Metadata = metadata },
                    cancellationToken
                );
            }
            else
            {
                using var content = new MemoryStream(_filling ?? [], 0, _filled, writable: false);
                _blob.Upload(content, new BlobUploadOptions { Conditions = conditions, Metadata = metadata }, cancellationToken);
            }

            return true;
        }
        catch (Exception exception) when (BlobFailure.IsConditionNotMet(exception))
        {
            var writer = WriterOfBlob(cancellationToken);
            if (writer is null && !asBlocks)
            {
                // Azurite takes the staged blocks of a killed writer for a blob, but not when a list of blocks is committed.
                StageLast(cancellationToken);
                return Put(asBlocks: true, cancellationToken);
            }

            // The answer to a first attempt that succeeded may have been lost; then the blob that is there is this writer's own.
            return writer == _writer;
        }
    }

    /// <summary>Who wrote the blob that is there; empty when that is not known, null when there is none.</summary>
    private string? WriterOfBlob(CancellationToken cancellationToken)
    {
        try
        {
            BlobProperties found = _blob.GetProperties(cancellationToken: cancellationToken);
            return found.Metadata.TryGetValue(WriterKey, out var writer) ? writer : string.Empty;
        }
        catch (Exception exception) when (BlobFailure.IsMissing(exception))
        {
            return null;
        }
    }

    /// <summary>Stages what is left and waits for every block.</summary>
    private void StageLast(CancellationToken cancellationToken)
    {
        Stage();
        while (_uploads.Count > 0)
        {
            TakeUpload(cancellationToken);
        }
    }

    private byte[] Rent(CancellationToken cancellationToken)
    {
        while (_uploads.Count >= _store.Options.ParallelTransfers)
        {
            TakeUpload(cancellationToken);
        }

        _block = BlockBytes;
        return ArrayPool<byte>.Shared.Rent(_block);
    }

    private void Stage()
    {
        if (_filling is null)
        {
            return;
        }

        if (_blocks.Count == MostBlocks)
        {
            Throw.TooManyBlocks(_store.Display(Name), MostBlocks);
        }

        // Block ids of one blob must have one length; those of concurrent writers must differ.
        var id = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{_writer}-{_blocks.Count:D6}"));
        (var buffer, var count) = (_filling, _filled);
        _blocks.Add(id);
        _uploads.Enqueue(
            (
                Task.Factory.StartNew(
                    () => Upload(id, buffer, count),
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default
                ),
                buffer
            )
        );
        _filling = null;
        _filled = 0;
    }

    private void Upload(string id, byte[] buffer, int count)
    {
        using var content = new MemoryStream(buffer, 0, count, writable: false);
        _blob.StageBlock(id, content, cancellationToken: _stop.Token);
    }

    private void TakeUpload(CancellationToken cancellationToken)
    {
        (var upload, var buffer) = _uploads.Peek();
        try
        {
            upload.WaitAsync(cancellationToken).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (BlobFailure.IsStorage(exception, cancellationToken))
        {
            Throw.CannotWrite(_store.Display(Name), _expectedLength ?? Position, exception);
        }

        _uploads.Dequeue();
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private void ThrowIfClosed()
    {
        if (_committed)
        {
            Throw.CommittedTwice(_store.Display(Name));
        }

        ObjectDisposedException.ThrowIf(_closed, this);
    }
}
