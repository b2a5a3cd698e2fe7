using DataWorth.Artifacts;

namespace DataWorth.TestKit;

/// <summary>What every artifact store must do; each derives from it. A store that may be absent has a
/// <see cref="RequirementAttribute"/>.</summary>
public abstract class ArtifactStoreConformance : IDisposable
{
    /// <summary>An empty store; the same one on each call.</summary>
    protected abstract IArtifactStore Store { get; }

    /// <summary>Another client of the same objects, as another process would have; the same store where there cannot be one.</summary>
    protected abstract IArtifactStore Reopen();

    public virtual void Dispose() => GC.SuppressFinalize(this);

    [ConformanceFact]
    public void Open_MissingKey_NamesObjectAndStore()
    {
        var exception = Assert.Throws<ArtifactNotFoundException>(() => Store.Open("kind/missing"));
        Assert.StartsWith($"'kind/missing' is not in {Store.Description}.", exception.Message);
        Assert.False(Store.Exists("kind/missing"));
        Assert.False(Store.Delete("kind/missing"));
        Assert.Empty(Store.List(""));
    }

    [ConformanceFact]
    public void Commit_MakesExactlyTheWrittenBytesVisible()
    {
        var bytes = Bytes(3_000_001, seed: 1);
        using (var writer = Store.Create("a/b/object.bin"))
        {
            writer.Write(bytes.AsSpan(0, 5));
            writer.Write([]);
            writer.Write(bytes.AsSpan(5));
            Assert.Equal(bytes.Length, writer.Position);
            Assert.True(writer.Commit());
        }

        using var other = Reopen();
        Assert.True(other.Exists("a/b/object.bin"));
        Assert.Equal(bytes, ReadAll(other, "a/b/object.bin"));
    }

    [ConformanceFact]
    public void EmptyObject_CanBeWrittenAndRead()
    {
        Write(Store, "empty", []);
        Assert.True(Store.Exists("empty"));
        Assert.Empty(ReadAll(Store, "empty"));
    }

    [ConformanceFact]
    public void Uncommitted_IsInvisible_AndDisposeLeavesNothing()
    {
        using var other = Reopen();
        using (var writer = Store.Create("a/object", 100_000))
        {
            writer.Write(Bytes(100_000, seed: 2));
            Assert.False(other.Exists("a/object"));
            Assert.Empty(other.List(""));
            Assert.Throws<ArtifactNotFoundException>(() => other.Open("a/object"));
        }

        Assert.False(Store.Exists("a/object"));
        Assert.Empty(Store.List(""));
        Assert.Empty(Store.RemoveUncommitted(DateTimeOffset.MaxValue, preview: false));
    }

    [ConformanceFact]
    public void SecondWriter_LosesAndLeavesTheFirstUntouched()
    {
        var first = Bytes(1000, seed: 3);
        using var early = Store.Create("object");
        early.Write(Bytes(10, seed: 4));
        Write(Store, "object", first);
        Assert.False(early.Commit());
        using (var late = Store.Create("object"))
        {
            late.Write(Bytes(2000, seed: 5));
            Assert.False(late.Commit());
        }

        Assert.Equal(first, ReadAll(Store, "object"));
        Assert.Single(Store.List(""));
    }

    [ConformanceFact]
    public void DoubleCommit_IsRefused()
    {
        using var writer = Store.Create("object");
        writer.Write([1, 2, 3]);
        Assert.True(writer.Commit());
        var exception = Assert.Throws<InvalidOperationException>(() => writer.Commit());
        Assert.Contains("has committed already. Make another writer for another object.", exception.Message);
        Assert.Throws<InvalidOperationException>(() => writer.Write([4]));
        Assert.Equal([1, 2, 3], ReadAll(Store, "object"));
    }

    [ConformanceFact]
    public void ConcurrentWriters_OneWins_AndItsBytesAreTheObject()
    {
        const int Writers = 8;
        var won = new bool[Writers];
        using var start = new Barrier(Writers);
        Parallel.For(
            0,
            Writers,
            new ParallelOptions { MaxDegreeOfParallelism = Writers },
            index =>
            {
                using var store = Reopen();
                using var writer = store.Create("race/object");
                writer.Write(Bytes(50_000, seed: index));
                start.SignalAndWait(TimeSpan.FromSeconds(30));
                won[index] = writer.Commit();
            }
        );
        var winner = Assert.Single(Enumerable.Range(0, Writers), index => won[index]);
        Assert.Equal(Bytes(50_000, seed: winner), ReadAll(Store, "race/object"));
        Assert.Single(Store.List(""));
    }

    [ConformanceFact]
    public void RangeReads_FromSeveralThreads_GiveTheRightBytes()
    {
        var bytes = Bytes(1 << 20, seed: 6);
        Write(Store, "object", bytes);
        using var file = Store.Open("object");
        Assert.Equal("object", file.Name);
        Assert.Equal(bytes.Length, file.Length);
        Parallel.For(
            0,
            64,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            index =>
            {
                var random = new Random(index);
                var offset = random.Next(bytes.Length);
                var part = new byte[random.Next(bytes.Length - offset + 1)];
                file.Read(offset, part);
                Assert.Equal(bytes.AsSpan(offset, part.Length).ToArray(), part);
            }
        );
    }

    [ConformanceFact]
    public void ReadOutsideTheObject_IsRefused()
    {
        Write(Store, "object", Bytes(100, seed: 7));
        using var file = Store.Open("object");
        file.Read(100, []);
        foreach ((var offset, var count) in new[] { (-1L, 1), (100L, 1), (50L, 51), (long.MaxValue, 1), (101L, 0) })
        {
            var exception = Assert.Throws<ArgumentOutOfRangeException>(() => file.Read(offset, new byte[count]));
            Assert.Contains("are not within 'object', which has 100 bytes.", exception.Message);
        }
    }

    [ConformanceFact]
    public void List_IsOrdinalAndByPrefix_AndDeleteRemovesOne()
    {
        foreach (var name in new[] { "b/2", "a/10", "a/1", "a", "ab/x", "B/1" })
        {
            Write(Store, name.Replace("a/", "d/").Replace("a", "c"), Bytes(name.Length, seed: 8));
        }

        Assert.Equal(["B/1", "b/2", "c", "cb/x", "d/1", "d/10"], Store.List("").Select(info => info.Name));
        Assert.Equal(["d/1", "d/10"], Store.List("d/").Select(info => info.Name));
        Assert.Equal(["d/10"], Store.List("d/10").Select(info => info.Name));
        Assert.Equal(["c", "cb/x"], Store.List("c").Select(info => info.Name));
        Assert.Empty(Store.List("missing/"));
        var info = Assert.Single(Store.List("b/"));
        Assert.Equal(3, info.Length);
        Assert.InRange(info.LastModified, DateTimeOffset.UtcNow.AddMinutes(-10), DateTimeOffset.UtcNow.AddMinutes(10));
        Assert.True(Store.Delete("d/1"));
        Assert.False(Store.Delete("d/1"));
        Assert.Equal(["d/10"], Store.List("d/").Select(found => found.Name));
        Assert.True(Store.Exists("c"));
    }

    [ConformanceFact]
    public void DeletedName_CanBeWrittenAgain()
    {
        Write(Store, "a/object", [1]);
        Store.Delete("a/object");
        Write(Store, "a/object", [2, 3]);
        Assert.Equal([2, 3], ReadAll(Store, "a/object"));
    }

    [ConformanceTheory]
    [InlineData("")]
    [InlineData("/absolute")]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    [InlineData("a/./b")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("a\\b")]
    [InlineData("C:\\x")]
    [InlineData("a\0b")]
    [InlineData("a%2e%2e/b")]
    [InlineData(".hidden")]
    [InlineData("ä")]
    [InlineData("a b")]
    [InlineData("a?x=1")]
    public void NamesThatTryToLeaveThePrefix_AreRefused(string name)
    {
        foreach (
            var call in new Action[]
            {
                () => Store.Create(name),
                () => Store.Open(name),
                () => Store.Exists(name),
                () => Store.Delete(name),
            }
        )
        {
            var exception = Assert.Throws<ArgumentException>(call);
            Assert.StartsWith($"'{name}' is not an allowed object name: ", exception.Message);
        }

        if (name is not ("" or "a/"))
        {
            Assert.Throws<ArgumentException>(() => Store.List(name).Count());
        }
    }

    [ConformanceFact]
    public void LongNames_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => Store.Create(new string('a', 201)));
        Assert.Throws<ArgumentException>(() => Store.Create(string.Join('/', Enumerable.Repeat(new string('a', 100), 10))));
        Write(Store, new string('a', 150) + "/" + new string('b', 150), [1]);
        Assert.Single(Store.List(""));
    }

    [ConformanceFact]
    public void Cancellation_StopsEachCall_AndLeavesNothingVisible()
    {
        Write(Store, "object", Bytes(100, seed: 9));
        using var source = new CancellationTokenSource();
        using var file = Store.Open("object");
        using var writer = Store.Create("other");
        writer.Write([1, 2, 3]);
        source.Cancel();
        var cancelled = source.Token;
        Assert.ThrowsAny<OperationCanceledException>(() => Store.Open("object", cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => Store.Exists("object", cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => Store.Delete("object", cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => Store.Create("third", null, cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => Store.List("", cancelled).Count());
        Assert.ThrowsAny<OperationCanceledException>(() => file.Read(0, new byte[10], cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => writer.Write([4], cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => writer.Commit(cancelled));
        writer.Dispose();
        Assert.Equal(["object"], Store.List("").Select(info => info.Name));
    }

    [ConformanceFact]
    public void ManyObjects_AreAllListed()
    {
        const int Count = 120;
        Parallel.For(
            0,
            Count,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            index => Write(Store, $"many/{index:D4}", [(byte)index])
        );
        Assert.Equal(Enumerable.Range(0, Count).Select(index => $"many/{index:D4}"), Store.List("many/").Select(info => info.Name));
    }

    protected static byte[] Bytes(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    protected static void Write(IArtifactStore store, string name, byte[] bytes)
    {
        using var writer = store.Create(name, bytes.Length);
        writer.Write(bytes);
        Assert.True(writer.Commit());
    }

    protected static byte[] ReadAll(IArtifactStore store, string name)
    {
        using var file = store.Open(name);
        var bytes = new byte[file.Length];
        file.Read(0, bytes);
        return bytes;
    }
}
