namespace DataWorth.Artifacts;

/// <summary>Reads a finished artifact. Safe for several threads.</summary>
/// <remarks>What is given out is what was written: see <see cref="VerificationLevel"/> for what is checked when.</remarks>
public sealed class ArtifactReader : IDisposable
{
    private const long PieceBytes = 8 << 20;

    private readonly ShardFile[] _shards;
    private readonly TensorFile[] _tensorFiles;
    private readonly Dictionary<string, TensorFile> _tensors = new(StringComparer.Ordinal);
    private readonly Lazy<IReadOnlyList<string>> _ids;

    private ArtifactReader(
        IArtifactStore store,
        ArtifactManifest manifest,
        VerificationLevel verification,
        CancellationToken cancellationToken
    )
    {
        Store = store;
        Manifest = manifest;
        Verification = verification;
        _shards = [.. manifest.Shards.Select((shard, index) => new ShardFile(this, index, shard))];
        _tensorFiles = [.. manifest.Tensors.Select(tensors => new TensorFile(this, tensors))];
        foreach (var file in _tensorFiles)
        {
            foreach (var entry in file.Info.Contents)
            {
                _tensors.Add(entry.Name, file);
            }
        }

        _ids = new Lazy<IReadOnlyList<string>>(ReadIds);
        try
        {
            RequireSizes(cancellationToken);
            if (verification == VerificationLevel.Full)
            {
                VerifyAll(cancellationToken);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The manifest.</summary>
    public ArtifactManifest Manifest { get; }

    /// <summary>The artifact's key.</summary>
    public ArtifactKey Key => Manifest.Key;

    /// <summary>Number of rows.</summary>
    public long RowCount => Manifest.Rows;

    /// <summary>The tensors that every row has.</summary>
    public IReadOnlyList<ArtifactTensorLayout> Layout => Manifest.Layout;

    /// <summary>What is checked when.</summary>
    public VerificationLevel Verification { get; }

    /// <summary>The ids of the rows, in their order; read and checked against their digest the first time.</summary>
    /// <exception cref="ArtifactException">The file of ids is damaged.</exception>
    public IReadOnlyList<string> ExampleIds => _ids.Value;

    /// <summary>The named tensors (statistics), in the order of their files.</summary>
    public IReadOnlyList<SafetensorsEntry> Tensors => [.. Manifest.Tensors.SelectMany(tensors => tensors.Contents)];

    internal IArtifactStore Store { get; }

    internal IReadOnlyList<ShardFile> ShardFiles => _shards;

    /// <summary>Opens an artifact and checks its manifest and the sizes of its files.</summary>
    /// <param name="store">Where it is; not disposed with the reader.</param>
    /// <param name="key">Its key.</param>
    /// <param name="verification">What is checked when.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArtifactNotFoundException">There is no finished artifact of that key.</exception>
    /// <exception cref="ArtifactException">It is damaged, of another version, or has files of another artifact.</exception>
    public static ArtifactReader Open(
        IArtifactStore store,
        ArtifactKey key,
        VerificationLevel verification = VerificationLevel.FirstRead,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(key);
        try
        {
            return new ArtifactReader(store, ManifestFile.Read(store, key, cancellationToken), verification, cancellationToken);
        }
        catch (ArtifactNotFoundException exception) when (!store.Exists(key.Object(ArtifactFiles.Manifest), cancellationToken))
        {
            Throw.ArtifactNotFound(key, store.Description, store.List(key.Folder, cancellationToken).Any(), exception);
            throw;
        }
    }

    /// <summary>Opens an artifact if there is a finished one of that key.</summary>
    /// <param name="store">Where it is; not disposed with the reader.</param>
    /// <param name="key">Its key.</param>
    /// <param name="verification">What is checked when.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The reader, or null when there is none.</returns>
    /// <exception cref="ArtifactException">It is there, but damaged or of another version.</exception>
    public static ArtifactReader? TryOpen(
        IArtifactStore store,
        ArtifactKey key,
        VerificationLevel verification = VerificationLevel.FirstRead,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(key);
        return store.Exists(key.Object(ArtifactFiles.Manifest), cancellationToken)
            ? Open(store, key, verification, cancellationToken)
            : null;
    }

    /// <summary>Opens an artifact that was made with given options; when it is missing, says which option of the closest one there
    /// differs.</summary>
    /// <param name="store">Where it is; not disposed with the reader.</param>
    /// <param name="key">Its key.</param>
    /// <param name="options">The options that are asked for (<see cref="FingerprintBuilder.Options"/>).</param>
    /// <param name="verification">What is checked when.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArtifactNotFoundException">There is no finished artifact of that key.</exception>
    /// <exception cref="ArtifactException">It is damaged, of another version, or was made with other options.</exception>
    public static ArtifactReader Open(
        IArtifactStore store,
        ArtifactKey key,
        IReadOnlyDictionary<string, string> options,
        VerificationLevel verification = VerificationLevel.FirstRead,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        var reader = TryOpen(store, key, verification, cancellationToken);
        if (reader is null)
        {
            ClosestArtifact.ThrowMissing(store, key, options, cancellationToken);
        }

        try
        {
            reader.RequireOptions(options);
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>Reads rows of one tensor, across shards.</summary>
    /// <param name="tensor">A tensor of the layout.</param>
    /// <param name="firstRow">Index of the first row.</param>
    /// <param name="rowCount">Number of rows.</param>
    /// <param name="destination">Receives the rows, [rowCount, shape...]; of exactly that many bytes.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="ArgumentException">The layout has no such tensor, or the destination has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rows are not within the artifact.</exception>
    /// <exception cref="ArtifactException">A shard is damaged.</exception>
    public void ReadRows(string tensor, long firstRow, int rowCount, Span<byte> destination, CancellationToken cancellationToken = default)
    {
        var layout = Layout.FirstOrDefault(layout => layout.Name == tensor) ?? throw Throw.NotInLayout(tensor, Layout);
        ArgumentOutOfRangeException.ThrowIfNegative(firstRow);
        ArgumentOutOfRangeException.ThrowIfNegative(rowCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstRow, RowCount - rowCount);
        if (destination.Length != rowCount * layout.RowBytes)
        {
            Throw.WrongDestination(tensor, Key.ToString(), rowCount * layout.RowBytes, destination.Length);
        }

        var rowsPerShard = Manifest.RowsPerShard;
        while (!destination.IsEmpty)
        {
            var shard = _shards[firstRow / rowsPerShard];
            var rowInShard = firstRow % rowsPerShard;
            var count = (int)Math.Min(shard.Info.Rows - rowInShard, destination.Length / layout.RowBytes);
            var bytes = (int)(count * layout.RowBytes);
            shard.Read(tensor, rowInShard * layout.RowBytes, destination[..bytes], cancellationToken);
            destination = destination[bytes..];
            firstRow += count;
        }
    }

    /// <summary>The rows of shards in their order; the next ones are read and checked in the background meanwhile. A shard that was checked
    /// before comes in pieces.</summary>
    /// <remarks>
    /// <code>foreach (var shard in reader.Shards(0, reader.Manifest.Shards.Count, 2)) { var phi = shard["phi"]; ... }</code>
    /// What is given is valid until the next one is asked for. The same digest check as for <see cref="ReadRows"/>, over the very memory
    /// that is given out.
    /// </remarks>
    /// <param name="first">Index of the first shard.</param>
    /// <param name="count">Number of shards.</param>
    /// <param name="ahead">Shards that may wait for their use, at least 0; one more is being read. Memory: two shards more than
    /// that.</param>
    /// <param name="pieceRows">Rows of a piece of a shard that was checked before, at least 1. Default about 8 MiB, which stay in the
    /// processor's cache.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no such shards.</exception>
    /// <exception cref="ArtifactException">A shard is damaged; thrown when it is reached.</exception>
    public IEnumerable<LoadedShard> Shards(
        int first,
        int count,
        int ahead = 2,
        int? pieceRows = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegative(ahead);
        var rows = pieceRows ?? (int)Math.Clamp(PieceBytes / Math.Max(1, Layout.Sum(tensor => tensor.RowBytes)), 1, int.MaxValue);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows, nameof(pieceRows));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, _shards.Length - count);
        return Load(first, count, ahead, rows, cancellationToken);
    }

    /// <summary>Finds a named tensor (statistics).</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArtifactException">The artifact has none of that name; the message lists close ones.</exception>
    public SafetensorsEntry Tensor(string name) => Find(name).Info.Contents.First(entry => entry.Name == name);

    /// <summary>Reads a named tensor whole.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="destination">Receives its bytes; of exactly that length.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    /// <exception cref="ArtifactException">The artifact has none of that name, or its file is damaged.</exception>
    public void ReadTensor(string name, Span<byte> destination, CancellationToken cancellationToken = default)
    {
        var tensor = Tensor(name);
        if (tensor.ByteCount != destination.Length)
        {
            Throw.WrongDestination(name, Key.ToString(), tensor.ByteCount, destination.Length);
        }

        ReadTensor(name, 0, destination, cancellationToken);
    }

    /// <summary>Reads a range of a named tensor's bytes.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="offset">First byte, counted from the tensor's first.</param>
    /// <param name="destination">Receives the bytes; filled wholly.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the tensor.</exception>
    /// <exception cref="ArtifactException">The artifact has none of that name, or its file is damaged.</exception>
    public void ReadTensor(string name, long offset, Span<byte> destination, CancellationToken cancellationToken = default)
    {
        Throw.IfOutside(name, Tensor(name).ByteCount, offset, destination.Length);
        Find(name).Read(name, offset, destination, cancellationToken);
    }

    /// <summary>Refuses the artifact when it was made with other options.</summary>
    /// <param name="expected">The options that are asked for; each must have the value that the artifact was made with.</param>
    /// <exception cref="ArtifactException">An option differs or is not recorded; the message names it and both values.</exception>
    public void RequireOptions(IReadOnlyDictionary<string, string> expected)
    {
        foreach ((var name, var value) in expected)
        {
            if (!Manifest.Options.TryGetValue(name, out var found))
            {
                Throw.OptionMissing(Key, Store.Description, name, value);
            }
            else if (found != value)
            {
                Throw.OptionDiffers(Key, Store.Description, name, found, value);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var file in _tensorFiles)
        {
            file.Dispose();
        }
    }

    private IEnumerable<LoadedShard> Load(int first, int count, int ahead, int pieceRows, CancellationToken cancellationToken)
    {
        // What is dropped with a loop that is left early goes to the garbage collector instead of the pool.
        var shards = Enumerable.Range(first, count).SelectMany(index => _shards[index].Load(pieceRows, cancellationToken));
        foreach (var shard in ReadAhead.Of(shards, ahead, cancellationToken))
        {
            try
            {
                yield return shard;
            }
            finally
            {
                shard.Take()!.Return();
            }
        }
    }

    private TensorFile Find(string name)
    {
        if (!_tensors.TryGetValue(name, out var file))
        {
            Throw.TensorNotFound(name, $"{Key} in {Store.Description}", _tensors.Keys);
        }

        return file;
    }

    private void RequireSizes(CancellationToken cancellationToken)
    {
        var lengths = Store
            .List(Key.Folder, cancellationToken)
            .ToDictionary(info => info.Name, info => info.Length, StringComparer.Ordinal);
        foreach (var file in Manifest.Files)
        {
            var name = Key.Object(file.File);
            if (!lengths.TryGetValue(name, out var length))
            {
                _ = Store.Exists(name, cancellationToken); // says of what is there and not listed, such as a symbolic link, what it is
                Throw.FileMissing(name, Store.Description);
            }

            if (length != file.Bytes)
            {
                Throw.WrongSize(name, Store.Description, length, file.Bytes, "the manifest");
            }
        }
    }

    private void VerifyAll(CancellationToken cancellationToken)
    {
        _ = ExampleIds;
        foreach (var file in _tensorFiles)
        {
            file.Verify(cancellationToken);
        }

        foreach (var shard in _shards)
        {
            shard.Verify(cancellationToken);
        }
    }

    private IReadOnlyList<string> ReadIds()
    {
        if (Manifest.Ids is not { } file)
        {
            return [];
        }

        var name = Key.Object(file.File);
        var json = ArtifactFiles.ReadAll(Store, name, CancellationToken.None);
        var digest = ContentDigest.Of(json);
        if (digest != file.Digest)
        {
            Throw.WrongHash(name, Store.Description, digest, file.Digest);
        }

        var ids = ArtifactFiles.Parse(json, name, Store, ArtifactJsonContext.Default.StringArray);
        if (ids.Length != RowCount)
        {
            Throw.BadManifest(name, Store.Description, $"it has {ids.Length} ids for {RowCount} rows");
        }

        return ids;
    }
}
