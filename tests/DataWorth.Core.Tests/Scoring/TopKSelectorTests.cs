using DataWorth.Randomness;
using DataWorth.Scoring;

namespace DataWorth.Core.Tests.Scoring;

/// <summary>The heaps of the strongest rows against sorting everything.</summary>
public sealed class TopKSelectorTests
{
    [Theory]
    [InlineData(1, 3)]
    [InlineData(16, 1)]
    [InlineData(37, 10)]
    public void AnyNumberOfQueries_AnyPortions_EqualSorting(int queries, int k)
    {
        const int Rows = 500;
        var random = new SeededRandom(queries);
        var scores = Enumerable.Range(0, Rows * queries).Select(_ => random.NextInt32(60) - 30f).ToArray(); // many ties
        var selector = new TopKSelector(queries, k);
        for (var first = 0; first < Rows; )
        {
            var count = Math.Min(1 + random.NextInt32(90), Rows - first);
            selector.Add(first, scores.AsSpan(first * queries, count * queries));
            first += count;
        }

        for (var query = 0; query < queries; query++)
        {
            var column = Enumerable.Range(0, Rows).Select(row => ((long)row, scores[(row * queries) + query])).ToList();
            Assert.Equal(column.OrderByDescending(entry => entry.Item2).ThenBy(entry => entry.Item1).Take(k), selector.Largest(query));
            Assert.Equal(column.OrderBy(entry => entry.Item2).ThenBy(entry => entry.Item1).Take(k), selector.Smallest(query));
        }
    }
}
