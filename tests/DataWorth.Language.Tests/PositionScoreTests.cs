using DataWorth.Artifacts;
using DataWorth.Language.Corpora;
using DataWorth.Language.Networks;
using DataWorth.Methods;
using DataWorth.Methods.Lorif;
using DataWorth.Models.Networks;
using DataWorth.Scoring;
using DataWorth.Stages;
using DataWorth.Tasks;
using DataWorth.TestKit;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;

namespace DataWorth.Language.Tests;

/// <summary>Shares of tokens in scores, over every method that has them.</summary>
public sealed class PositionScoreTests
{
    private const int Vocabulary = 23;

    [Theory]
    [InlineData("gradient-dot", true)]
    [InlineData("gradient-dot", false)]
    [InlineData("logra", true)]
    [InlineData("logra", false)]
    [InlineData("lorif", true)]
    [InlineData("lorif", false)]
    [InlineData("ekfac", true)]
    [InlineData("ekfac", false)]
    public void SharesOfTokens_AddUpToTheScore(string method, bool isTied) => AddUp(method, isTied, torch.CPU);

    [CudaTheory]
    [InlineData("gradient-dot")]
    [InlineData("logra")]
    [InlineData("lorif")]
    [InlineData("ekfac")]
    public void SharesOfTokens_AddUpToTheScore_OnAGpu(string method) => AddUp(method, true, torch.CUDA);

    private static void AddUp(string method, bool isTied, torch.Device device)
    {
        using LanguageModel model = isTied ? TiedGpt2() : SmallLlama();
        SeededInitialization.Apply(model, 3);
        model.to(device);
        var mlContext = new MLContext(seed: 0);
        var train = mlContext.Data.LoadFromEnumerable(Blocks("train", 12, 1));
        var fresh = Blocks("fresh", 3, 2);
        using var fit = Fit(mlContext, method, model, train);
        using var asked = fit.WithQueries(mlContext.Data.LoadFromEnumerable(Blocks("query", 2, 3)));
        var rows = mlContext.Data.LoadFromEnumerable(fresh);
        var totals = asked.Transform(rows).GetColumn<VBuffer<float>>("Score").Select(row => row.DenseValues().ToArray()).ToArray();
        var largest = totals.Max(row => row.Max(Math.Abs));
        var shares = asked.ScorePositions(rows).ToList();
        Assert.Equal(fresh.Select(block => block.Id), shares.Select(share => share.Id));
        foreach (var (place, share) in shares.Index())
        {
            Assert.Equal(2, share.Scores.Count);
            for (var query = 0; query < 2; query++)
            {
                Assert.Equal(fresh[place].InputIds.Length, share.Scores[query].Length);
                Assert.Equal(totals[place][query], share.Scores[query].Sum(value => (double)value), 1e-3 * largest);
                Assert.True(share.Scores[query].Count(value => value != 0) > 2);
            }
        }
    }

    [Theory]
    [InlineData("gradient-dot")]
    [InlineData("logra")]
    [InlineData("lorif")]
    [InlineData("ekfac")]
    public void SharesOfTheQuerysTokens_AddUpToTheScoreToo(string method)
    {
        using var model = SmallLlama();
        SeededInitialization.Apply(model, 3);
        var mlContext = new MLContext(seed: 0);
        using var fit = Fit(mlContext, method, model, mlContext.Data.LoadFromEnumerable(Blocks("train", 12, 1)));
        var (queries, rows) = (Blocks("query", 2, 3), mlContext.Data.LoadFromEnumerable(Blocks("train", 12, 1).Take(3)));
        var queryView = mlContext.Data.LoadFromEnumerable(queries);
        using var asked = fit.WithQueries(queryView);
        var totals = asked.Transform(rows).GetColumn<VBuffer<float>>("Score").Select(row => row.DenseValues().ToArray()).ToArray();
        var largest = totals.Max(row => row.Max(Math.Abs));
        var shares = fit.ScoreQueryPositions(queryView, rows).ToList();
        Assert.Equal(queries.Select(block => block.Id), shares.Select(share => share.Id));
        for (var query = 0; query < 2; query++)
        {
            Assert.Equal(3, shares[query].Scores.Count);
            for (var row = 0; row < 3; row++)
            {
                Assert.Equal(queries[query].InputIds.Length, shares[query].Scores[row].Length);
                Assert.Equal(totals[row][query], shares[query].Scores[row].Sum(value => (double)value), 2e-3 * largest);
                Assert.True(shares[query].Scores[row].Count(value => value != 0) > 2);
            }
        }
    }

    // Of the shortlist only the sums of shares are taken: they are the scores of whole rows, in their order.
    [Theory]
    [InlineData("gradient-dot")]
    [InlineData("logra")]
    [InlineData("lorif")]
    [InlineData("ekfac")]
    public void ASecondStageOfTokens_RanksAsWholeRowsDo(string method)
    {
        using var model = SmallLlama();
        SeededInitialization.Apply(model, 3);
        var mlContext = new MLContext(seed: 0);
        var train = mlContext.Data.LoadFromEnumerable(Blocks("train", 12, 1));
        using var fit = Fit(mlContext, method, model, train);
        using var asked = fit.WithQueries(mlContext.Data.LoadFromEnumerable(Blocks("query", 2, 3)));
        TwoStageOptions options = new() { Shortlist = 5, RecallRows = 0 };
        var whole = TwoStages.Run(asked, asked, train, 4, options).Neighbors;
        var tokens = TwoStages.Run(asked, asked, train, 4, options with { ByPositions = true }).Neighbors;
        Assert.Equal(
            whole.Select(one => (one.QueryId, one.Side, one.Rank, one.ExampleId)),
            tokens.Select(one => (one.QueryId, one.Side, one.Rank, one.ExampleId))
        );
        var largest = whole.Max(one => Math.Abs(one.Score));
        Assert.All(whole.Zip(tokens), pair => Assert.Equal(pair.First.Score, pair.Second.Score, 2e-3 * largest));
        var shares = asked.ScorePositions(train).ToDictionary(share => share.Id, share => share.Scores);
        Assert.All(
            tokens,
            one =>
                Assert.Equal(shares[one.ExampleId][one.QueryId == "query-0" ? 0 : 1].Sum(share => (double)share), one.Score, 1e-6 * largest)
        );
    }

    // What LoRIF stores is of rank 1; shares are those of the score that nothing rounds, from whichever side.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SharesFromBothSides_AddUpToTheSame_WhateverTheStoreRounds(bool storesCoefficients)
    {
        using var model = SmallLlama();
        SeededInitialization.Apply(model, 3);
        var mlContext = new MLContext(seed: 0);
        LanguageModelingTask task = new(model, nameof(TokenBlock.InputIds), nameof(TokenBlock.Counts));
        LorifOptions options = new()
        {
            Subspace = 6,
            StoreCoefficients = storesCoefficients,
            Store = new MemoryArtifactStore(),
        };
        var train = mlContext.Data.LoadFromEnumerable(Blocks("train", 12, 1));
        using var fit = mlContext.Attribution.Lorif(task, options).Fit(train);
        var queries = mlContext.Data.LoadFromEnumerable(Blocks("query", 2, 3));
        using var asked = fit.WithQueries(queries);
        var ofRows = asked.ScorePositions(train).ToList();
        var ofQueries = fit.ScoreQueryPositions(queries, train).ToList();
        var largest = ofRows.Max(share => share.Scores.Max(scores => Math.Abs(scores.Sum())));
        for (var row = 0; row < 12; row++)
        {
            Assert.All(
                ofQueries.Index(),
                query => Assert.Equal(ofRows[row].Scores[query.Index].Sum(), query.Item.Scores[row].Sum(), 1e-4 * largest)
            );
        }
    }

    // Position t sees the loss of the tokens after it only: behind the last token that counts there is no share.
    [Fact]
    public void BehindTheLastTokenThatCounts_ThereIsNoShare()
    {
        using var model = SmallLlama();
        SeededInitialization.Apply(model, 3);
        var mlContext = new MLContext(seed: 0);
        using var fit = Fit(mlContext, "logra", model, mlContext.Data.LoadFromEnumerable(Blocks("train", 12, 1)));
        using var asked = fit.WithQueries(mlContext.Data.LoadFromEnumerable(Blocks("query", 1, 3)));
        var block = Blocks("fresh", 1, 2)[0];
        block.Counts = [.. block.InputIds.Select((_, place) => place is 3 or 4)];
        var share = asked.ScorePositions(mlContext.Data.LoadFromEnumerable([block])).Single().Scores[0];
        Assert.All(share[..4], value => Assert.NotEqual(0, value));
        Assert.All(share[4..], value => Assert.Equal(0, value));
    }

    [Fact]
    public void WhatHasNoShares_IsRefusedWithTheReason()
    {
        using var model = SmallLlama();
        SeededInitialization.Apply(model, 3);
        var mlContext = new MLContext(seed: 0);
        var view = mlContext.Data.LoadFromEnumerable(Blocks("train", 12, 1));
        using var trak = Fit(mlContext, "trak", model, view);
        using var asked = trak.WithQueries(view);
        Assert.Contains(
            "no sums over positions",
            Assert.Throws<NotSupportedException>(() => asked.ScorePositions(view).ToList()).Message,
            StringComparison.Ordinal
        );
        using var logra = Fit(mlContext, "logra", model, view);
        Assert.Throws<InvalidOperationException>(() => logra.ScorePositions(view));
        using var cosine = logra.WithQueries(view).WithScore(ScoreRule.Cosine);
        Assert.Contains(
            "WithScore(ScoreRule.Dot)",
            Assert.Throws<NotSupportedException>(() => cosine.ScorePositions(view)).Message,
            StringComparison.Ordinal
        );
    }

    private static AttributionTransformer Fit(MLContext mlContext, string method, LanguageModel model, IDataView train)
    {
        var row = MethodTable.Get(method);
        var options = row.DefaultOptions();
        // Whole factors: those of rank 1 round a row more than its shares, which are of rank 1 each.
        options = options is LorifOptions lorif ? lorif with { FactorRank = 16, QueryRank = 16, Storage = "float32" } : options;
        LanguageModelingTask task = new(model, nameof(TokenBlock.InputIds), nameof(TokenBlock.Counts));
        return row.Create(mlContext, task, options with { Store = new MemoryArtifactStore() }).Fit(train);
    }

    private static TokenBlock[] Blocks(string name, int count, int seed)
    {
        Random random = new(seed);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(row =>
                {
                    int[] tokens = [.. Enumerable.Range(0, 5 + (row % 4)).Select(_ => random.Next(Vocabulary))];
                    return new TokenBlock
                    {
                        Id = $"{name}-{row}",
                        InputIds = tokens,
                        Counts = [.. tokens.Select((_, place) => (place + row) % 3 != 0)],
                    };
                }),
        ];
    }

    private static Llama SmallLlama() =>
        new(
            new()
            {
                VocabularySize = Vocabulary,
                Positions = 16,
                Width = 8,
                InnerWidth = 12,
                Layers = 2,
                Heads = 2,
                KeyValueHeads = 1,
            }
        );

    private static Gpt2 TiedGpt2() =>
        new(
            new()
            {
                VocabularySize = Vocabulary,
                Positions = 16,
                Width = 8,
                Layers = 1,
                Heads = 2,
            }
        );
}
