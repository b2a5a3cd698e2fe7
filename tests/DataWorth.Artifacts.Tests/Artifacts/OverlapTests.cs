namespace DataWorth.Artifacts.Tests;

/// <summary>What may go on while a shard is written, and rows that are lent instead of copied.</summary>
public sealed class OverlapTests : IDisposable
{
    private const int Rows = 8;
    private const int RowBytes = 24;
    private static readonly ArtifactTensorLayout[] s_layout =
    [
        ArtifactTensorLayout.Of("phi", SafetensorsDType.F32, 6),
        ArtifactTensorLayout.Of("extra", SafetensorsDType.U8),
    ];

    private readonly GatedStore _store = new();
    private readonly byte[] _memory = GC.AllocateUninitializedArray<byte>(2 * Rows * RowBytes, pinned: true);

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhileAShardIsWritten_TheNextMayBegin_ButTakesNoRows(bool lends)
    {
        using var writer = Create();
        Fill(writer.BeginShard(0), 0, Rows).Commit();
        Assert.True(_store.Reached.Wait(TimeSpan.FromSeconds(30)));
        var next = writer.BeginShard(1);
        var first = Task.Run(() =>
        {
            if (lends)
            {
                next.Lend("phi", _memory.AsSpan(0, RowBytes), () => { });
            }
            else
            {
                next.Append("phi", Bytes(Rows, Rows, 1));
            }
        });
        Assert.NotSame(first, await Task.WhenAny(first, Task.Delay(100))); // a kill now would lose rows of two shards
        _store.Gate.Set();
        await first;
        next.Append("phi", Bytes(Rows, Rows + 1, Rows - 1));
        next.Append("extra", new byte[Rows]);
        next.AppendIds(Enumerable.Range(Rows, Rows).Select(row => $"doc-{row}"));
        next.Commit();
        writer.Flush();
        Assert.Equal([0, 1], writer.CompletedShards);
    }

    [Fact]
    public void LentRows_AreWrittenFromWhereTheyLie_AndGivenBackOnce()
    {
        _store.Gate.Set();
        var givenBack = 0;
        using (var writer = Create())
        {
            for (var index = 0; index < 2; index++)
            {
                using var shard = writer.BeginShard(index);
                shard.Append("phi", Bytes(Rows, index * Rows, 3));
                Bytes(Rows, (index * Rows) + 3, Rows - 3).CopyTo(_memory, index * Rows * RowBytes);
                shard.Lend("phi", _memory.AsSpan(index * Rows * RowBytes, 2 * RowBytes), () => givenBack++);
                shard.Lend("phi", _memory.AsSpan(((index * Rows) + 2) * RowBytes, (Rows - 5) * RowBytes), () => givenBack++);

                // Not first in the file: held, so copied.
                var before = givenBack;
                shard.Lend("extra", new byte[Rows], () => givenBack += 100);
                Assert.InRange(givenBack, 100 + before, 102 + before);
                shard.AppendIds(Enumerable.Range(0, Rows).Select(row => $"{index}-{row}"));
                shard.Commit();
            }

            writer.Complete();
        }

        Assert.Equal(204, givenBack);
        using var reader = ArtifactReader.Open(_store, SampleArtifact.Key);
        var all = new byte[2 * Rows * RowBytes];
        reader.ReadRows("phi", 0, 2 * Rows, all);
        Assert.Equal(Bytes(Rows, 0, 2 * Rows), all);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void LentRows_AreGivenBack_WhenTheShardIsDroppedOrItsWriteFails(bool fails)
    {
        _store.Gate.Set();
        var metadata = new Dictionary<string, string>
        {
            ["artifact"] = $"{SampleArtifact.Key}",
            ["shard"] = "0",
            ["first_row"] = "0",
        };
        var header = SafetensorsHeader.Create(s_layout.Select(layout => layout.Rows(Rows)), metadata).DataOffset;
        var failing = new FailingStore(_store, failAfterBytes: fails ? header : long.MaxValue);
        var givenBack = 0;
        using (var writer = ArtifactWriter.Create(failing, SampleArtifact.Key, s_layout, Options()))
        {
            using var shard = writer.BeginShard(0);
            shard.Lend("phi", _memory.AsSpan(0, RowBytes), () => Interlocked.Increment(ref givenBack));
        }

        Assert.Equal(1, givenBack);
        Assert.Equal([$"{SampleArtifact.Key}/draft.json"], _store.List("").Select(info => info.Name));
    }

    [Fact]
    public void Lend_RefusesWhatDoesNotFit_AndThenGivesNothingBack()
    {
        using var writer = Create();
        using var shard = writer.BeginShard(0);
        var parts = Assert.Throws<ArgumentException>(() => shard.Lend("phi", new byte[RowBytes + 1], () => Assert.Fail("given back")));
        Assert.Equal($"Got {RowBytes + 1} bytes for 'phi F32 [6]', which is no whole number of rows of {RowBytes} bytes.", parts.Message);
        var many = Assert.Throws<InvalidOperationException>(() =>
            shard.Lend("phi", new byte[(Rows + 1) * RowBytes], () => Assert.Fail("given back"))
        );
        Assert.StartsWith(
            $"Shard '{SampleArtifact.Key}/rows-000000.safetensors' takes {Rows} rows, got {Rows + 1} of tensor 'phi'.",
            many.Message
        );
    }

    private static ArtifactWriterOptions Options() =>
        new()
        {
            RowCount = 2 * Rows,
            RowsPerShard = Rows,
            BufferBytes = 50,
        };

    private static byte[] Bytes(int seed, int firstRow, int rows)
    {
        var all = new byte[(firstRow + rows) * RowBytes];
        new Random(seed).NextBytes(all);
        return all[(firstRow * RowBytes)..];
    }

    private static ShardWriter Fill(ShardWriter shard, int firstRow, int rows)
    {
        shard.Append("phi", Bytes(Rows, firstRow, rows));
        shard.Append("extra", new byte[rows]);
        shard.AppendIds(Enumerable.Range(firstRow, rows).Select(row => $"doc-{row}"));
        return shard;
    }

    private ArtifactWriter Create() => ArtifactWriter.Create(_store, SampleArtifact.Key, s_layout, Options());

    /// <summary>Commits of shards wait for a gate.</summary>
    private sealed class GatedStore : IArtifactStore
    {
        private readonly MemoryArtifactStore _inner = new();

        public ManualResetEventSlim Gate { get; } = new();

        public ManualResetEventSlim Reached { get; } = new();

        public string Description => _inner.Description;

        public IArtifactObjectWriter Create(string name, long? expectedLength = null, CancellationToken cancellationToken = default) =>
            name.EndsWith(".safetensors", StringComparison.Ordinal)
                ? new GatedWriter(this, _inner.Create(name, expectedLength, cancellationToken))
                : _inner.Create(name, expectedLength, cancellationToken);

        public IArtifactObject Open(string name, CancellationToken cancellationToken = default) => _inner.Open(name, cancellationToken);

        public bool Exists(string name, CancellationToken cancellationToken = default) => _inner.Exists(name, cancellationToken);

        public IEnumerable<ArtifactObjectInfo> List(string prefix, CancellationToken cancellationToken = default) =>
            _inner.List(prefix, cancellationToken);

        public bool Delete(string name, CancellationToken cancellationToken = default) => _inner.Delete(name, cancellationToken);

        public IReadOnlyList<ArtifactObjectInfo> RemoveUncommitted(
            DateTimeOffset before,
            bool preview,
            CancellationToken cancellationToken = default
        ) => [];

        public void Dispose() => _inner.Dispose();

        private sealed class GatedWriter(GatedStore store, IArtifactObjectWriter inner) : IArtifactObjectWriter
        {
            public string Name => inner.Name;

            public long Position => inner.Position;

            public void Write(ReadOnlySpan<byte> bytes, CancellationToken cancellationToken = default) =>
                inner.Write(bytes, cancellationToken);

            public bool Commit(CancellationToken cancellationToken = default)
            {
                store.Reached.Set();
                store.Gate.Wait(cancellationToken);
                return inner.Commit(cancellationToken);
            }

            public void Dispose() => inner.Dispose();
        }
    }
}
