using Microsoft.ML.Data;

namespace Microsoft.ML.Tests;

public sealed class CacheTests
{
    private readonly MLContext _context = new(1);
    private int _passes;

    [Fact]
    public void Cache_ReadsItsSourceOnce_WhenFirstNeeded()
    {
        IDataView cache = _context.Data.Cache(Source(50));
        Assert.Null(cache.GetRowCount());
        using (cache.GetRowCursor(cache.Schema))
            Assert.Equal(0, _passes);

        for (int i = 0; i < 3; i++)
            Assert.Equal(Enumerable.Range(0, 50), Rows.Ids(cache));
        Assert.Equal(1, _passes);
        Assert.Equal(50, cache.GetRowCount());
    }

    [Fact]
    public void Cache_ReadsAColumnWhenItIsFirstNeeded_AndPrefetchedOnesWithIt()
    {
        IDataView cache = _context.Data.Cache(Source(20), "Features");
        Rows.Ids(cache);
        Assert.Equal(1, _passes);
        Assert.Equal([19f, 38, 57], cache.GetColumn<float[]>("Features").Last());
        Assert.Equal(1, _passes);
        Assert.Equal("row 19", cache.GetColumn<string>("Name").Last());
        Assert.Equal(2, _passes);
    }

    [Fact]
    public void Cache_HoldsDenseAndSparseVectors_AsTheyWere_AndFillsTheCallersBuffer()
    {
        VBuffer<float>[] vectors = [new(4, [1, 2, 3, 4]), new(4, 1, [5], [2]), new(4, 0, [], []), new(4, 2, [6, 7], [0, 3])];
        IDataView cache = _context.Data.Cache(_context.Data.LoadFromEnumerable(vectors.Select(vector => new Row { Vector = vector })));
        for (int pass = 0; pass < 2; pass++)
        {
            int index = 0;
            foreach (VBuffer<float> read in cache.GetColumn<VBuffer<float>>("Vector"))
            {
                Assert.Equal(vectors[index].IsDense, read.IsDense);
                Assert.Equal(vectors[index].GetIndices().ToArray(), read.GetIndices().ToArray());
                Assert.Equal(vectors[index++].DenseValues(), read.DenseValues());
            }
        }
    }

    [Fact]
    public void CachedVectors_AllocateNothingPerRow()
    {
        IDataView cache = _context.Data.Cache(_context.Data.LoadFromEnumerable(
            Enumerable.Range(0, 64).Select(i => new Row { Vector = new VBuffer<float>(784, [.. Enumerable.Repeat((float)i, 784)]) })));
        using DataViewRowCursor cursor = cache.GetRowCursor(cache.Schema);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(cache.Schema[0]);
        VBuffer<float> buffer = default;
        Assert.True(cursor.MoveNext());
        getter(ref buffer);

        long before = GC.GetAllocatedBytesForCurrentThread();
        float sum = 0;
        while (cursor.MoveNext())
        {
            getter(ref buffer);
            sum += buffer.GetValues()[0];
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(63 * 64 / 2, sum);
    }

    [Fact]
    public void ALargeColumn_SpansBlocks()
    {
        // 3000 x 784 items exceed a block of 2^20 twice.
        IDataView cache = _context.Data.Cache(_context.Data.LoadFromEnumerable(
            Enumerable.Range(0, 3000).Select(i => new Row { Vector = new VBuffer<float>(784, [.. Enumerable.Repeat((float)i, 784)]) })));

        Assert.Equal(
            Enumerable.Range(0, 3000).Select(i => (float)i * 784),
            cache.GetColumn<VBuffer<float>>("Vector").Select(vector => vector.DenseValues().Sum()));
    }

    [Fact]
    public void Cache_ShufflesIfAsked()
    {
        IDataView cache = _context.Data.Cache(Source(100));
        Assert.True(cache.CanShuffle);
        using DataViewRowCursor cursor = cache.GetRowCursor([cache.Schema["Id"]], new Random(3));
        ValueGetter<int> getter = cursor.GetGetter<int>(cache.Schema["Id"]);
        var ids = new List<int>();
        int id = 0;
        while (cursor.MoveNext())
        {
            getter(ref id);
            ids.Add(id);
        }

        Assert.NotEqual(Enumerable.Range(0, 100), ids);
        Assert.Equal(Enumerable.Range(0, 100), ids.Order());
    }

    [Fact]
    public async Task ManyThreads_ReadTheSourceOnce()
    {
        IDataView cache = _context.Data.Cache(Source(2000));
        int[][] results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Rows.Ids(cache))));

        Assert.All(results, result => Assert.Equal(Enumerable.Range(0, 2000), result));
        Assert.Equal(1, _passes);
    }

    [Fact]
    public void AFailedPass_LeavesNothingBehind()
    {
        bool fails = true;
        IEnumerable<Rows.Example> Data()
        {
            foreach (Rows.Example row in Rows.Make(10))
            {
                if (fails && row.Id == 5)
                    throw new IOException("the disk is gone");
                yield return row;
            }
        }

        IDataView cache = _context.Data.Cache(_context.Data.LoadFromEnumerable(Data()));
        Assert.Equal("the disk is gone", Assert.Throws<IOException>(() => Rows.Ids(cache)).Message);
        Assert.Null(cache.GetRowCount());
        fails = false;
        Assert.Equal(Enumerable.Range(0, 10), Rows.Ids(cache));
    }

    [Fact]
    public void AColumnToPrefetchThatIsMissing_IsRefused() => Assert.StartsWith(
        "Could not find prefetch column 'Pixels'. Columns: Id, Features, Label, Name.",
        Assert.Throws<ArgumentOutOfRangeException>(() => _context.Data.Cache(Rows.View(1), "Pixels")).Message,
        StringComparison.Ordinal);

    private IDataView Source(int count)
    {
        IEnumerable<Rows.Example> Data()
        {
            _passes++;
            foreach (Rows.Example row in Rows.Make(count))
                yield return row;
        }

        return _context.Data.LoadFromEnumerable(Data());
    }

    private sealed class Row
    {
        [VectorType]
        public VBuffer<float> Vector { get; set; }
    }
}
