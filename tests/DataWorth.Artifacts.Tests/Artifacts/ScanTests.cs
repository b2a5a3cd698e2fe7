namespace DataWorth.Artifacts.Tests;

public sealed class ScanTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("memory:", 0)]
    [InlineData("memory:", 3)]
    [InlineData("file:", 0)]
    [InlineData("file:", 1)]
    [InlineData("file:", 9)]
    public void Shards_GiveAllRowsInOrder_AsOftenAsAsked(string kind, int readAhead)
    {
        foreach (var pieceRows in new[] { 1, 2, 5, int.MaxValue })
        {
            ShardsGiveAllRows(kind, readAhead, pieceRows);
        }
    }

    private void ShardsGiveAllRows(string kind, int readAhead, int pieceRows)
    {
        using var store = ArtifactStores.Open(kind == "file:" ? kind + _folder["store"] : kind);
        SampleArtifact.Write(store, 23, 5);
        using var reader = ArtifactReader.Open(store, SampleArtifact.Key);
        for (var pass = 0; pass < 2; pass++)
        {
            long row = 0;
            foreach (var block in reader.Shards(0, 5, readAhead, pieceRows))
            {
                Assert.Equal(row, block.FirstRow);
                foreach (var layout in SampleArtifact.Layout)
                {
                    Assert.Equal(SampleArtifact.Rows(layout, row, block.Rows), block[layout.Name].ToArray());
                    Assert.Equal(0, block.Offset(layout.Name) % layout.DType.Size());
                    Assert.Equal(block[layout.Name][0], Buffer.GetByte(block.Array, block.Offset(layout.Name)));
                }

                // Shards are of 5 rows; what was checked comes in pieces.
                Assert.Equal(pass == 0 ? Math.Min(5, 23 - row) : Math.Min(pieceRows, Math.Min(5 - (row % 5), 23 - row)), block.Rows);
                row += block.Rows;
            }

            Assert.Equal(23, row);
        }

        Assert.Equal(
            pieceRows == 2 ? [5, 7, 9, 10, 12, 14] : [5, 10],
            reader.Shards(1, 2, pieceRows: pieceRows == 2 ? 2 : 5).Select(block => block.FirstRow)
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Shards(4, 2));
    }

    [Fact]
    public void Shard_IsValidUntilTheNext()
    {
        var store = new MemoryArtifactStore();
        SampleArtifact.Write(store, 10, 5);
        using var reader = ArtifactReader.Open(store, SampleArtifact.Key);
        using var blocks = reader.Shards(0, 2).GetEnumerator();
        blocks.MoveNext();
        var first = blocks.Current;
        Assert.Throws<ArgumentException>(() => first["psi"].Length);
        blocks.MoveNext();
        Assert.Throws<ObjectDisposedException>(() => first["phi"].Length);
    }

    [Fact]
    public void Shards_LeftEarly_OrCancelled_End()
    {
        using var store = new FileArtifactStore(_folder["store"]);
        SampleArtifact.Write(store, 100, 5);
        using var reader = ArtifactReader.Open(store, SampleArtifact.Key);
        foreach (var block in reader.Shards(0, 20, 4))
        {
            Assert.Equal(0, block.FirstRow);
            break;
        }

        using var source = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (var block in reader.Shards(0, 20, 2, cancellationToken: source.Token))
            {
                source.Cancel();
            }
        });
    }

    [Fact]
    public void TruncatedShard_BehindTheReadersBack_IsAnErrorAndNoCrash()
    {
        using var store = new FileArtifactStore(_folder["store"]);
        SampleArtifact.Write(store, 10, 5);
        using var reader = ArtifactReader.Open(store, SampleArtifact.Key);
        var name = $"{SampleArtifact.Key}/rows-000001.safetensors";
        var path = Path.Combine(store.Root, name);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1]);
        var exception = Assert.ThrowsAny<ArtifactException>(() => reader.Shards(0, 2).Count());
        Assert.StartsWith($"'{name}' in {store.Description} has ", exception.Message);
    }

    [Fact]
    public void ManyShards_AreReadByManyThreads_WithFewOpenFiles()
    {
        using var store = new FileArtifactStore(_folder["store"]);
        SampleArtifact.Write(store, 300, 2);
        using (var reader = ArtifactReader.Open(store, SampleArtifact.Key))
        {
            Parallel.For(
                0,
                600,
                new ParallelOptions { MaxDegreeOfParallelism = 8 },
                index =>
                {
                    var row = new Random(index).Next(299);
                    var bytes = new byte[48];
                    reader.ReadRows("phi", row, 2, bytes);
                    Assert.Equal(SampleArtifact.Rows(SampleArtifact.Layout[0], row, 2), bytes);
                }
            );
            Assert.InRange(OpenFiles(), 0, 40);
        }

        Assert.Equal(0, OpenFiles());
    }

    private int OpenFiles() =>
        OperatingSystem.IsLinux()
            ? Directory
                .EnumerateFileSystemEntries("/proc/self/fd")
                .Count(path => new FileInfo(path).LinkTarget?.StartsWith(_folder.Path, StringComparison.Ordinal) == true)
            : 0;
}
