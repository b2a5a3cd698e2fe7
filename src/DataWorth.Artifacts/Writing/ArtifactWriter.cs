using System.Collections.Concurrent;

namespace DataWorth.Artifacts;

/// <summary>Writes an artifact: shards of rows, files of named tensors, ids, and last the manifest that makes it visible.</summary>
/// <remarks>
/// <code>
/// using var writer = ArtifactWriter.Create(store, key, layout, options);
/// for each shard index i not in writer.CompletedShards:
///     using ShardWriter shard = writer.BeginShard(i);
///     shard.AppendIds(ids); shard.Append("phi", bytes); ...        // any portions
///     shard.Commit();
/// ArtifactManifest manifest = writer.Complete();
/// </code>
/// A run that was killed is simply repeated: committed shards are found, checked and kept, and the artifact becomes byte-identical to that
/// of an
/// uninterrupted run. Workers of one artifact each write their shards through a writer of their own; any of them (or another) completes it.
/// Two processes that make the same artifact both succeed and one copy results. Memory does not grow with the number of rows.
/// </remarks>
public sealed class ArtifactWriter : IDisposable
{
    private readonly ConcurrentDictionary<int, bool> _checked = new();
    private readonly ConcurrentDictionary<int, ShardWriter?> _open = new();
    private readonly ConcurrentDictionary<string, ArtifactTensors> _tensors = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _discarded = new();
    private readonly Lock _pendingLock = new();
    private readonly ManualResetEventSlim _pendingChanged = new();
    private int _pending;
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
        Queue = new BackgroundQueue($"write {key}");
        Commits = new BackgroundQueue($"commit {key}");
    }

    /// <summary>The artifact's key.</summary>
    public ArtifactKey Key { get; }

    /// <summary>The tensors that every row has.</summary>
    public IReadOnlyList<ArtifactTensorLayout> Layout { get; }

    /// <summary>Rows of every shard but the last.</summary>
    public int RowsPerShard { get; }

    /// <summary>Number of rows, or null when unknown.</summary>
    public long? RowCount => _manifest?.Rows ?? Options.RowCount;

    /// <summary>Number of shards, or null when the number of rows is unknown.</summary>
    public int? ShardCount => RowCount is { } rows ? checked((int)((rows + RowsPerShard - 1) / RowsPerShard)) : null;

    /// <summary>True when the whole artifact was there already, or <see cref="Complete"/> has made it so: nothing is left to
    /// write.</summary>
    public bool IsComplete => _manifest is not null;

    /// <summary>Indices of the shards that an earlier run, another worker or this writer committed, each read and checked against its hash
    /// once.</summary>
    public IReadOnlyList<int> CompletedShards => [.. CandidateShards().Where(index => IsShardComplete(index))];

    /// <summary>Shards of an earlier run that were damaged and thrown away, one sentence each; they are to be computed again.</summary>
    public IReadOnlyList<string> DiscardedShards => [.. _discarded];

    internal IArtifactStore Store { get; }

    internal ArtifactWriterOptions Options { get; }

    /// <summary>Where bytes are hashed and written.</summary>
    internal BackgroundQueue Queue { get; }

    /// <summary>Where shards that are written are flushed and made visible.</summary>
    internal BackgroundQueue Commits { get; }

    /// <summary>Begins an artifact, or goes on with one that an earlier run or another process began.</summary>
    /// <param name="store">Where it is written; not disposed with the writer.</param>
    /// <param name="key">Its key.</param>
    /// <param name="layout">The tensors that every row has; empty for an artifact of named tensors only. The largest is best put
    /// first.</param>
    /// <param name="options">How it is written; defaults when null.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The layout or an option is not possible.</exception>
    /// <exception cref="ArtifactException">An unfinished artifact of that key has another layout, or the finished one is
    /// damaged.</exception>
    public static ArtifactWriter Create(
        IArtifactStore store,
        ArtifactKey key,
        IReadOnlyList<ArtifactTensorLayout> layout,
        ArtifactWriterOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(layout);
        options ??= new ArtifactWriterOptions();
        WriterRules.Require(layout, options);
        var manifest = TryReadManifest(store, key, cancellationToken);
        if (manifest is not null && (manifest.Codec != options.Codec || !manifest.Layout.SequenceEqual(layout)))
        {
            Throw.ManifestLayoutDiffers(
                key,
                store.Description,
                $"{manifest.Codec}: {string.Join("; ", manifest.Layout)}",
                $"{options.Codec}: {string.Join("; ", layout)}"
            );
        }

        var rowsPerShard = manifest is null
            ? DraftFile.Agree(store, key, layout, options, cancellationToken).RowsPerShard
            : manifest.RowsPerShard;
        return new ArtifactWriter(store, key, layout, options, rowsPerShard) { _manifest = manifest };
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

    /// <summary>Begins a shard; if the number of rows is unknown, waits for <see cref="ArtifactWriterOptions.MaxPendingShards"/>.</summary>
    /// <param name="index">Index of the shard, from 0.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no shard of that index.</exception>
    /// <exception cref="InvalidOperationException">The shard is open or complete already.</exception>
    /// <exception cref="ArtifactStorageException">The storage failed, now or in an earlier write.</exception>
    public ShardWriter BeginShard(int index, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        int? rows = null;
        if (RowCount is { } total)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, ShardCount!.Value);
            rows = (int)Math.Min(RowsPerShard, total - ((long)index * RowsPerShard));
        }

        if (IsComplete || Layout.Count == 0 || _checked.ContainsKey(index) || !_open.TryAdd(index, null))
        {
            Throw.CannotBeginShard(index, Key);
        }

        try
        {
            if (rows is null)
            {
                WaitForPending(counts: false, cancellationToken);
            }

            ThrowIfFailed();
            var shard = new ShardWriter(this, index, rows);
            _open[index] = shard;
            return shard;
        }
        catch
        {
            _open.TryRemove(index, out _);
            throw;
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
    public void Flush(CancellationToken cancellationToken = default)
    {
        Queue.Drain(cancellationToken);
        Commits.Drain(cancellationToken);
    }

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

    /// <summary>Ends the background threads after the shards that were committed; open shards are dropped.</summary>
    public void Dispose()
    {
        foreach (var shard in _open.Values)
        {
            shard?.Dispose();
        }

        Queue.Dispose();
        Commits.Dispose();
        _pendingChanged.Dispose();
    }

    /// <summary>Throws the failure of an earlier write or commit.</summary>
    internal void ThrowIfFailed()
    {
        Queue.ThrowIfFailed();
        Commits.ThrowIfFailed();
    }

    internal void RecordShard(int index, ArtifactShard shard, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        RecordFile.Write(Store, Key, index, shard, ids, cancellationToken);
        _checked[index] = true;
    }

    /// <summary>Waits until few enough shards are committed and not yet written, and counts one more of them if asked to.</summary>
    internal void WaitForPending(bool counts, CancellationToken cancellationToken)
    {
        while (true)
        {
            ThrowIfFailed();
            lock (_pendingLock)
            {
                if (_pending <= Options.MaxPendingShards)
                {
                    _pending += counts ? 1 : 0;
                    return;
                }

                _pendingChanged.Reset();
            }

            _pendingChanged.Wait(cancellationToken);
        }
    }

    internal void ShardClosed(int index, bool wasPending)
    {
        _open.TryRemove(index, out _);
        lock (_pendingLock)
        {
            _pending -= wasPending ? 1 : 0;
            _pendingChanged.Set();
        }
    }

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

    private IEnumerable<int> CandidateShards() =>
        ShardCount is { } count
            ? Enumerable.Range(0, count)
            : RecordFile.Indices(Key, Store.List(Key.Object(ArtifactFiles.ShardPrefix)).Select(info => info.Name));
}
