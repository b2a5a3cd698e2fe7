using System.Collections.Concurrent;

namespace DataWorth.Artifacts;

/// <summary>Writes an artifact: shards of rows, files of named tensors, ids, and last the manifest that makes it visible.</summary>
/// <remarks>
/// <code>
/// using var writer = ArtifactWriter.Create(store, key, layout, options);
/// foreach shard index i that is not in writer.CompletedShards:
///     using var shard = writer.Begin(i);
///     shard.Ids = ids; bytes.CopyTo(shard["phi"]); ...
///     writer.Commit(shard);
/// ArtifactManifest manifest = writer.Complete();
/// </code>
/// There are two buffers: one is filled while the other is hashed, written, flushed and made visible in the background. A kill loses at
/// most these two shards; the run is simply repeated: committed shards are found, checked and kept, and the artifact becomes
/// byte-identical to that of an uninterrupted run. Workers of one artifact each write their shards through a writer of their own; any of
/// them (or another) completes it. Two processes that make the same artifact both succeed and one copy results. Safe for several threads,
/// each with a shard of its own.
/// </remarks>
public sealed class ArtifactWriter : IDisposable
{
    private readonly ConcurrentDictionary<int, bool> _checked = new();
    private readonly ConcurrentDictionary<int, bool> _open = new();
    private readonly ConcurrentDictionary<string, ArtifactTensors> _tensors = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _discarded = new();
    private readonly SemaphoreSlim _room = new(2);
    private readonly SemaphoreSlim _turn = new(1);
    private volatile Task _commit = Task.CompletedTask;
    private ArtifactManifest? _manifest;

    private ArtifactWriter(
        IArtifactStore store,
        ArtifactKey key,
        IReadOnlyList<ArtifactTensorLayout> layout,
        ArtifactWriterOptions options,
        int rowsPerShard
    )
    {
        Store = store;
        Key = key;
        Layout = layout;
        Options = options;
        RowsPerShard = rowsPerShard;
    }

    /// <summary>The artifact's key.</summary>
    public ArtifactKey Key { get; }

    /// <summary>The tensors that every row has.</summary>
    public IReadOnlyList<ArtifactTensorLayout> Layout { get; }

    /// <summary>Rows of every shard but the last.</summary>
    public int RowsPerShard { get; }

    /// <summary>Number of rows.</summary>
    public long RowCount => _manifest?.Rows ?? Options.RowCount;

    /// <summary>Number of shards.</summary>
    public int ShardCount => checked((int)((RowCount + RowsPerShard - 1) / RowsPerShard));

    /// <summary>True when the whole artifact was there already, or <see cref="Complete"/> has made it so: nothing is left to
    /// write.</summary>
    public bool IsComplete => _manifest is not null;

    /// <summary>Indices of the shards that an earlier run, another worker or this writer committed, each read and checked against its
    /// digest once.</summary>
    public IReadOnlyCollection<int> CompletedShards => [.. Enumerable.Range(0, ShardCount).Where(index => IsShardComplete(index))];

    /// <summary>Whether every shard is there by its record, without reading any: what a worker asks that made its share.</summary>
    public bool HasEveryShard =>
        IsComplete
        || RecordFile.Indices(Key, Store.List(Key.Folder).Select(entry => entry.Name)).Count == ShardCount
        || TryReadManifest(Store, Key, default) is not null; // last: whoever completes it removes the records

    /// <summary>Shards of an earlier run that were damaged and thrown away, one sentence each; they are to be computed again.</summary>
    public IReadOnlyList<string> DiscardedShards => [.. _discarded];

    internal IArtifactStore Store { get; }

    internal ArtifactWriterOptions Options { get; }

    /// <summary>Begins an artifact, or goes on with one that an earlier run or another process began.</summary>
    /// <param name="store">Where it is written; not disposed with the writer.</param>
    /// <param name="key">Its key.</param>
    /// <param name="tensors">The tensors that every row has; empty for an artifact of named tensors only.</param>
    /// <param name="options">How it is written; defaults when null.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The layout or an option is not possible.</exception>
    /// <exception cref="ArtifactException">An unfinished artifact of that key has another layout, or the finished one is
    /// damaged.</exception>
    public static ArtifactWriter Create(
        IArtifactStore store,
        ArtifactKey key,
        IReadOnlyList<ArtifactTensorLayout> tensors,
        ArtifactWriterOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(tensors);
        options ??= new ArtifactWriterOptions();
        WriterRules.Require(tensors, options);
        var manifest = TryReadManifest(store, key, cancellationToken);
        if (manifest is not null && (manifest.Codec != options.Codec || !manifest.Layout.SequenceEqual(tensors)))
        {
            Throw.ManifestLayoutDiffers(
                key,
                store.Description,
                $"{manifest.Codec}: {string.Join("; ", manifest.Layout)}",
                $"{options.Codec}: {string.Join("; ", tensors)}"
            );
        }

        var rowsPerShard = manifest is null
            ? DraftFile.Agree(store, key, tensors, options, cancellationToken).RowsPerShard
            : manifest.RowsPerShard;
        return new ArtifactWriter(store, key, tensors, options, rowsPerShard) { _manifest = manifest };
    }

    /// <summary>True when a shard is whole; it is read and checked the first time, and thrown away when it is damaged.</summary>
    /// <param name="index">Index of the shard, from 0.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    public bool IsShardComplete(int index, CancellationToken cancellationToken = default)
    {
        if (IsComplete || _checked.ContainsKey(index))
        {
            return !IsComplete || (index >= 0 && index < ShardCount);
        }

        if (!RecordFile.TryVerify(Store, Key, index, this, out var fault, cancellationToken))
        {
            if (fault is not null)
            {
                _discarded.Enqueue(fault);
            }

            return false;
        }

        _checked[index] = true;
        return true;
    }

    /// <summary>Begins a shard: waits until one of the two buffers is free.</summary>
    /// <param name="shard">Index of the shard, from 0.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The buffer, to be filled and given to <see cref="Commit"/>, or disposed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no shard of that index.</exception>
    /// <exception cref="InvalidOperationException">The shard is open or complete already.</exception>
    /// <exception cref="ArtifactStorageException">An earlier write failed.</exception>
    public ShardBuffer Begin(int shard, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(shard);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(shard, ShardCount);
        if (IsComplete || _checked.ContainsKey(shard) || !_open.TryAdd(shard, true))
        {
            throw Throw.CannotBeginShard(shard, Key);
        }

        var hasRoom = false;
        try
        {
            ThrowIfFailed();
            _room.Wait(cancellationToken);
            hasRoom = true;
            ThrowIfFailed();
            return new ShardBuffer(this, shard, memory => GiveBack(shard, memory));
        }
        catch
        {
            _open.TryRemove(shard, out _);
            if (hasRoom)
            {
                _room.Release();
            }

            throw;
        }
    }

    /// <summary>Ends a shard: it is hashed, written, flushed, made visible and recorded in the background, and counts as done for later
    /// runs. Waits for the shard before it; its failure, if any, is thrown by a later call.</summary>
    /// <param name="shard">The shard, which must not be touched any more.</param>
    /// <param name="cancellationToken">Cancels waiting and, later, the write itself.</param>
    /// <exception cref="InvalidOperationException">There is not one id for each row.</exception>
    /// <exception cref="ArtifactStorageException">An earlier write failed.</exception>
    public void Commit(ShardBuffer shard, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(shard);
        if (shard.Ids.Count != shard.Rows || shard.Ids.Contains(null))
        {
            throw Throw.WrongIdCount(Key.Object(ArtifactFiles.Shard(shard.Index)), shard.Rows, shard.Ids.Count);
        }

        _turn.Wait(cancellationToken);
        try
        {
            Flush(cancellationToken);
            var memory =
                shard.Take() ?? throw new ObjectDisposedException(nameof(ShardBuffer), $"Shard {shard.Index} was committed before.");
            _commit = Task.Run(() => Write(shard, memory, cancellationToken), CancellationToken.None);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Begins a file of named tensors.</summary>
    /// <param name="name">Its name without ending, such as <c>statistics</c>; one segment by the rule of
    /// <see cref="ArtifactName"/>.</param>
    /// <param name="entries">The tensors; their names must differ from those of other files of the artifact.</param>
    /// <param name="metadata">Texts for the file's <c>__metadata__</c>, or null.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">A name is not allowed or used twice.</exception>
    /// <exception cref="ArtifactStorageException">The storage failed.</exception>
    public TensorFileWriter BeginTensors(
        string name,
        IEnumerable<SafetensorsEntry> entries,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default
    )
    {
        var file = name + ArtifactFiles.TensorsSuffix;
        if (!ArtifactName.IsSegment(file) || ArtifactFiles.IsReserved(file))
        {
            Throw.BadTensorFileName(name);
        }

        return new TensorFileWriter(this, file, SafetensorsHeader.Create(entries, metadata), cancellationToken);
    }

    /// <summary>Waits until every committed shard is on stable storage.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="ArtifactStorageException">A write failed.</exception>
    public void Flush(CancellationToken cancellationToken = default) => _commit.WaitAsync(cancellationToken).GetAwaiter().GetResult();

    /// <summary>Writes the ids and, last, the manifest; the artifact is then visible and immutable.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The manifest that is now in the store: this writer's, or that of another process that was first.</returns>
    /// <exception cref="ArtifactException">Shards are missing, or another process's files contradict this one's.</exception>
    /// <exception cref="ArtifactStorageException">The storage failed, now or in an earlier write.</exception>
    public ArtifactManifest Complete(CancellationToken cancellationToken = default)
    {
        Flush(cancellationToken);
        _manifest ??= TryReadManifest(Store, Key, cancellationToken);
        if (_manifest is null)
        {
            try
            {
                _manifest = ArtifactCompletion.Commit(
                    this,
                    [.. _tensors.Values.OrderBy(file => file.File, StringComparer.Ordinal)],
                    cancellationToken
                );
            }
            catch (ArtifactException) when (TryReadManifest(Store, Key, cancellationToken) is not null)
            {
                // Another process completed the artifact and cleared away the records while this one was reading them.
                _manifest = ManifestFile.Read(Store, Key, cancellationToken);
            }
        }

        ArtifactCompletion.RemoveScaffold(this, cancellationToken);
        return _manifest;
    }

    /// <summary>Waits for the shard that is being written. Its failure is not thrown here, so that it cannot hide another one:
    /// <see cref="Complete"/> and <see cref="Flush"/> throw it.</summary>
    public void Dispose() =>
        _commit.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).Wait();

    internal void RecordTensors(ArtifactTensors tensors)
    {
        HashSet<string> taken =
        [
            .. Layout.Select(layout => layout.Name),
            .. _tensors.Values.SelectMany(file => file.Contents).Select(entry => entry.Name),
        ];
        if (tensors.Contents.FirstOrDefault(entry => taken.Contains(entry.Name)) is { } repeated)
        {
            Throw.TensorNameTwice(repeated.Name, Key);
        }

        _tensors[tensors.File] = tensors;
    }

    private static ArtifactManifest? TryReadManifest(IArtifactStore store, ArtifactKey key, CancellationToken cancellationToken)
    {
        try
        {
            return ManifestFile.Read(store, key, cancellationToken);
        }
        catch (ArtifactNotFoundException)
        {
            return null;
        }
    }

    private void ThrowIfFailed()
    {
        if (_commit is { IsCompleted: true, IsCompletedSuccessfully: false } failed)
        {
            failed.GetAwaiter().GetResult();
        }
    }

    private void GiveBack(int index, ShardMemory memory)
    {
        _open.TryRemove(index, out _);
        memory.Return();
        _room.Release();
    }

    private void Write(ShardBuffer shard, ShardMemory memory, CancellationToken cancellationToken)
    {
        try
        {
            var file = ArtifactFiles.Shard(shard.Index);
            var name = Key.Object(file);
            var length = (int)shard.Header.FileLength;
            var hashing = Task.Run(() => ContentDigest.Of(memory.Bytes(length)));
            var won = false;
            try
            {
                won = ArtifactFiles.WriteAll(Store, name, memory.Bytes(length), cancellationToken);
            }
            finally
            {
                // It reads the buffer, which is given back below.
                hashing.Wait(CancellationToken.None);
            }

            var digest = won ? hashing.Result : AdoptionCheck.Digest(Store, name, shard.Header, cancellationToken);
            var info = new ArtifactShard(file, shard.FirstRow, shard.Rows, length, digest);
            RecordFile.Write(Store, Key, shard.Index, info, shard.Ids, cancellationToken);
            _checked[shard.Index] = true;
        }
        finally
        {
            GiveBack(shard.Index, memory);
        }
    }
}
