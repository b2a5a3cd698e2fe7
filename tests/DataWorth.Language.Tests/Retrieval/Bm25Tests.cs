using DataWorth.Language.Corpora;
using DataWorth.Language.Retrieval;

namespace DataWorth.Language.Tests.Retrieval;

/// <summary>BM25 against its formula, written down a second time without an index, and against numbers worked out by hand.</summary>
public sealed class Bm25Tests
{
    [Theory]
    [InlineData(1.5, 0.75)]
    [InlineData(1.2, 0)]
    [InlineData(0, 1)]
    public void Scores_AreThoseOfTheFormula(double saturation, double lengthWeight)
    {
        Random random = new(5);
        var blocks = Enumerable
            .Range(0, 60)
            .Select(row => Block($"p-{row}", [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.Next(random.Next(1, 30)))]))
            .ToList();
        Bm25Index index = new(blocks, new() { Saturation = saturation, LengthWeight = lengthWeight });
        for (var text = 0; text < 20; text++)
        {
            int[] query = [.. Enumerable.Range(0, 8).Select(_ => random.Next(33))]; // with repeats, and tokens that no passage has
            var ranking = index.Rank(query);
            double[] expected = [.. blocks.Select(block => Plain(query, block.InputIds, blocks, saturation, lengthWeight))];
            Assert.All(blocks.Zip(expected), pair => Assert.Equal(pair.Second, ranking.Score(pair.First.Id), 1e-12));
            var order = Enumerable.Range(0, 60).Where(row => expected[row] > 0).OrderByDescending(row => expected[row]).Take(7);
            Assert.Equal(order.Select(row => $"p-{row}"), ranking.Top(7).Select(entry => entry.Id));
            Assert.All(
                ranking.Top(7),
                entry => Assert.Equal(1 + expected.Count(score => score > entry.Score + 1e-12), ranking.RankOf(entry.Id))
            );
        }
    }

    // N = 3, mean length 3. Token 7: in one passage, idf = ln(1 + 2.5 / 1.5); token 1: in all, idf = ln(1 + 0.5 / 3.5).
    [Fact]
    public void Scores_AreThoseWorkedOutByHand()
    {
        Bm25Index index = new([Block("a", [1, 7, 7]), Block("b", [1, 2]), Block("c", [1, 3, 4, 5])]);
        var ranking = index.Rank([7, 1]);
        Assert.Equal((0.980829 * 2 * 2.5 / 3.5) + (0.133531 * 2.5 / 2.5), ranking.Score("a"), 1e-5);
        Assert.Equal(0.133531 * 2.5 / (1 + (1.5 * (0.25 + (0.75 * 2 / 3)))), ranking.Score("b"), 1e-5);
        Assert.Equal(0.133531 * 2.5 / (1 + (1.5 * (0.25 + (0.75 * 4 / 3)))), ranking.Score("c"), 1e-5);
        Assert.Equal(["a", "b", "c"], ranking.Top(9).Select(entry => entry.Id));
    }

    [Fact]
    public void EqualPassages_ShareTheBestRank_AndThoseWithoutTheWordsAreNotListed()
    {
        var ranking = new Bm25Index([Block("a", [1, 2]), Block("b", [1, 2]), Block("c", [3])]).Rank([2]);
        Assert.Equal([1, 1, 3], new[] { "a", "b", "c" }.Select(ranking.RankOf));
        Assert.Equal(["a", "b"], ranking.Top(3).Select(entry => entry.Id));
    }

    [Fact]
    public void PassagesOfOneId_AndNone_AreRefused()
    {
        Assert.Contains(
            "Two passages have the id 'a'",
            Assert.Throws<ArgumentException>(() => new Bm25Index([Block("a", [1]), Block("a", [2])])).Message,
            StringComparison.Ordinal
        );
        Assert.Contains("no passages", Assert.Throws<ArgumentException>(() => new Bm25Index([])).Message, StringComparison.Ordinal);
    }

    private static double Plain(int[] query, int[] passage, List<TokenBlock> all, double k1, double b) =>
        query.Sum(token =>
        {
            double has = all.Count(block => block.InputIds.Contains(token));
            double f = passage.Count(other => other == token);
            var mean = all.Average(block => (double)block.InputIds.Length);
            return f == 0
                ? 0
                : Math.Log(1 + ((all.Count - has + 0.5) / (has + 0.5))) * f * (k1 + 1) / (f + (k1 * (1 - b + (b * passage.Length / mean))));
        });

    private static TokenBlock Block(string id, int[] tokens) => new() { Id = id, InputIds = tokens };
}
