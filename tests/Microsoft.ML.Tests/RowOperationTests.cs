using Microsoft.ML.Data;

namespace Microsoft.ML.Tests;

public sealed class RowOperationTests
{
    private readonly MLContext _context = new(1);

    [Fact]
    public void TakeAndSkip_DeliverTheirRanges_AndKnowTheirRowCounts()
    {
        IDataView view = Rows.View(10);

        Assert.Equal([0, 1, 2], Rows.Ids(_context.Data.TakeRows(view, 3)));
        Assert.Equal([8, 9], Rows.Ids(_context.Data.SkipRows(view, 8)));
        Assert.Equal([4, 5], Rows.Ids(_context.Data.TakeRows(_context.Data.SkipRows(view, 4), 2)));
        Assert.Empty(Rows.Ids(_context.Data.SkipRows(view, 11)));
        Assert.Equal(3, _context.Data.TakeRows(view, 3).GetRowCount());
        Assert.Equal(10, _context.Data.TakeRows(view, 30).GetRowCount());
        Assert.Equal(0, _context.Data.SkipRows(view, 30).GetRowCount());
        Assert.False(_context.Data.TakeRows(_context.Data.Cache(view), 3).CanShuffle);
    }

    [Fact]
    public void TakeRows_ReadsNoMoreRowsThanItDelivers()
    {
        int read = 0;
        IEnumerable<Rows.Example> Source()
        {
            foreach (Rows.Example row in Rows.Make(100))
            {
                read++;
                yield return row;
            }
        }

        Assert.Equal(5, Rows.Ids(_context.Data.TakeRows(_context.Data.LoadFromEnumerable(Source()), 5)).Length);
        Assert.Equal(5, read);
    }

    [Fact]
    public void NegativeCounts_AreRefused()
    {
        Assert.StartsWith(
            "Must be zero or positive, got -1.", Assert.Throws<ArgumentOutOfRangeException>(() => _context.Data.TakeRows(Rows.View(1), -1)).Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "Must be zero or positive, got -2.", Assert.Throws<ArgumentOutOfRangeException>(() => _context.Data.SkipRows(Rows.View(1), -2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TrainTestSplit_IsDisjointCompleteAndRepeatable_AndKeepsTheSchema()
    {
        IDataView view = Rows.View(10_000);
        DataOperationsCatalog.TrainTestData split = _context.Data.TrainTestSplit(view, 0.2, seed: 7);
        int[] train = Rows.Ids(split.TrainSet);
        int[] test = Rows.Ids(split.TestSet);

        Assert.Equal(Enumerable.Range(0, 10_000), train.Concat(test).Order());
        Assert.Equal(test, Rows.Ids(split.TestSet));
        Assert.Same(view.Schema, split.TrainSet.Schema);
        // Binomial(10000, 0.2) has a standard deviation of 40: five of them are left out by chance less than once in 10^6.
        Assert.InRange(test.Length, 1800, 2200);
        Assert.Null(split.TestSet.GetRowCount());
    }

    [Fact]
    public void TrainTestSplit_DependsOnTheSeedOnly()
    {
        Assert.Equal(Test(1, 7), Test(2, 7));
        Assert.NotEqual(Test(1, 7), Test(1, 8));
        Assert.Equal(Test(5, null), Test(5, null));
        Assert.NotEqual(Test(5, null), Test(6, null));

        static int[] Test(int contextSeed, int? seed)
        {
            var context = new MLContext(contextSeed);
            return Rows.Ids(context.Data.TrainTestSplit(Rows.View(1000, context), 0.3, seed: seed).TestSet);
        }
    }

    [Fact]
    public void TrainTestSplit_OfAShufflingSource_StaysDisjoint()
    {
        IDataView view = _context.Data.ShuffleRows(Rows.View(1000), seed: 3);
        DataOperationsCatalog.TrainTestData split = _context.Data.TrainTestSplit(view, 0.5, seed: 7);

        Assert.Equal(Enumerable.Range(0, 1000), Rows.Ids(split.TrainSet).Concat(Rows.Ids(split.TestSet)).Order());
        Assert.Equal(
            Rows.Ids(_context.Data.TrainTestSplit(Rows.View(1000), 0.5, seed: 7).TestSet).Order(),
            Rows.Ids(split.TestSet).Order());
    }

    [Theory]
    [InlineData("Label")]
    [InlineData("Name")]
    [InlineData("Id")]
    public void TrainTestSplit_WithAKey_KeepsEqualValuesTogether(string key)
    {
        Rows.Example[] rows = Rows.Make(2000);
        foreach (Rows.Example row in rows)
        {
            row.Id %= 100;
            row.Name = $"group {row.Id}";
        }
        DataOperationsCatalog.TrainTestData split = _context.Data.TrainTestSplit(_context.Data.LoadFromEnumerable(rows), 0.4, key, seed: 11);
        string[] train = Values(split.TrainSet);
        string[] test = Values(split.TestSet);

        Assert.Empty(train.Intersect(test));
        Assert.Equal(2000, train.Length + test.Length);
        Assert.NotEmpty(train);
        Assert.NotEmpty(test);

        string[] Values(IDataView view) =>
            [.. _context.Data.CreateEnumerable<Rows.Example>(view, false).Select(row => key switch { "Label" => $"{row.Label}", "Name" => row.Name!, _ => $"{row.Id}" })];
    }

    [Fact]
    public void TrainTestSplit_RefusesWhatItCannotDo()
    {
        IDataView view = Rows.View(3);

        Assert.StartsWith("Must be between 0 and 1 exclusive, got 1.", Refusal(() => _context.Data.TrainTestSplit(view, 1.0)), StringComparison.Ordinal);
        Assert.StartsWith(
            "Could not find SamplingKey column 'Group'. Columns: Id, Features, Label, Name.", Refusal(() => _context.Data.TrainTestSplit(view, 0.5, "Group")), StringComparison.Ordinal);
        Assert.StartsWith(
            "Schema mismatch for SamplingKey column 'Features': expected scalar number, key, text, boolean or time, got Vector<Single, 3>",
            Refusal(() => _context.Data.TrainTestSplit(view, 0.5, "Features")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void ShuffleRows_IsAPermutation_RepeatableAndSeeded()
    {
        IDataView shuffled = _context.Data.ShuffleRows(Rows.View(500), seed: 4, shufflePoolSize: 100);
        int[] order = Rows.Ids(shuffled);

        Assert.Equal(Enumerable.Range(0, 500), order.Order());
        Assert.NotEqual(Enumerable.Range(0, 500), order);
        Assert.Equal(order, Rows.Ids(shuffled));
        Assert.Equal(order, Rows.Ids(new MLContext(9).Data.ShuffleRows(Rows.View(500), seed: 4, shufflePoolSize: 100)));
        Assert.NotEqual(order, Rows.Ids(_context.Data.ShuffleRows(Rows.View(500), seed: 5, shufflePoolSize: 100)));
        Assert.Equal(500, shuffled.GetRowCount());
        Assert.True(shuffled.CanShuffle);
    }

    [Fact]
    public void ShuffleRows_WithAPoolOfOne_KeepsTheOrder_AndABoundedPoolDelaysButNeverAdvancesPastIt()
    {
        Assert.Equal(Enumerable.Range(0, 50), Rows.Ids(_context.Data.ShuffleRows(Rows.View(50), seed: 4, shufflePoolSize: 1)));
        int[] order = Rows.Ids(_context.Data.ShuffleRows(Rows.View(500), seed: 4, shufflePoolSize: 10));
        Assert.All(order.Index(), item => Assert.True(item.Item < item.Index + 10));
    }

    [Fact]
    public void ShuffleRows_KeepsRowsTogether()
    {
        IEnumerable<Rows.Example> rows = _context.Data.CreateEnumerable<Rows.Example>(_context.Data.ShuffleRows(Rows.View(200), 4, 20), false);

        Assert.All(rows, row =>
        {
            Assert.Equal([row.Id, 2 * row.Id, 3 * row.Id], row.Features);
            Assert.Equal($"row {row.Id}", row.Name);
        });
    }

    [Fact]
    public void ShuffleRows_ReachesEveryOrder_AboutEquallyOften()
    {
        var counts = new Dictionary<string, int>();
        IDataView view = Rows.View(3);
        for (int seed = 0; seed < 6000; seed++)
        {
            string order = string.Concat(Rows.Ids(_context.Data.ShuffleRows(view, seed)));
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        // Each of 6 orders is expected 1000 times with a standard deviation of 29; seeds are fixed, so this cannot flicker.
        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void ShuffleRows_AsksASourceThatCan_UnlessToldNotTo()
    {
        IDataView cached = _context.Data.Cache(Rows.View(100));

        Assert.NotEqual(Enumerable.Range(0, 100), Rows.Ids(_context.Data.ShuffleRows(cached, 4, shufflePoolSize: 1)));
        Assert.Equal(Enumerable.Range(0, 100), Rows.Ids(_context.Data.ShuffleRows(cached, 4, shufflePoolSize: 1, shuffleSource: false)));
    }

    [Fact]
    public void ShuffleRows_WithoutAPool_IsRefused() =>
        Assert.StartsWith("Must be positive, got 0.", Refusal(() => _context.Data.ShuffleRows(Rows.View(1), 1, 0)), StringComparison.Ordinal);

    [Fact]
    public void FilterRowsByColumn_KeepsLowerBound_DropsUpperBoundAndNaN()
    {
        IDataView view = _context.Data.LoadFromEnumerable(new float[] { 1, 2, 3, float.NaN, 4 }.Select(value => new Number { Value = value }));

        Assert.Equal([2f, 3], _context.Data.FilterRowsByColumn(view, "Value", 2, 4).GetColumn<float>("Value"));
        Assert.Equal([1f, 2, 3, 4], _context.Data.FilterRowsByColumn(view, "Value").GetColumn<float>("Value"));
        Assert.Equal([1f, 2, 3, 4], _context.Data.FilterRowsByMissingValues(view, "Value").GetColumn<float>("Value"));
        Assert.StartsWith(
            "Schema mismatch for filter column 'Name': expected number, got String", Refusal(() => _context.Data.FilterRowsByColumn(Rows.View(1), "Name")), StringComparison.Ordinal);
    }

    [Fact]
    public void FilterRowsByMissingValues_LooksIntoVectorsAndKeys()
    {
        Rows.Example[] rows = Rows.Make(4);
        rows[1].Features[2] = float.NaN;
        rows[3].Label = 0;
        IDataView view = _context.Data.LoadFromEnumerable(rows);

        Assert.Equal([0, 2, 3], Rows.Ids(_context.Data.FilterRowsByMissingValues(view, "Features")));
        Assert.Equal([0, 2], Rows.Ids(_context.Data.FilterRowsByMissingValues(view, "Features", "Label")));
        Assert.StartsWith(
            "Schema mismatch for filter column 'Name': expected Single, Double, key, or a vector of these, got String",
            Refusal(() => _context.Data.FilterRowsByMissingValues(view, "Name")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void FilterRowsByKeyColumnFraction_CutsTheRangeOfKeys()
    {
        IDataView view = Rows.View(10);

        Assert.Equal([0, 1, 2], Rows.Ids(_context.Data.FilterRowsByKeyColumnFraction(view, "Label", 0, 0.3)));
        Assert.Equal([3, 4, 5, 6, 7, 8, 9], Rows.Ids(_context.Data.FilterRowsByKeyColumnFraction(view, "Label", 0.3)));
        Assert.StartsWith(
            "Schema mismatch for filter column 'Id': expected key, got Int32", Refusal(() => _context.Data.FilterRowsByKeyColumnFraction(view, "Id")), StringComparison.Ordinal);
    }

    private static string Refusal(Action action) => Assert.Throws<ArgumentOutOfRangeException>(action).Message;

    private sealed class Number
    {
        public float Value { get; set; }
    }
}
