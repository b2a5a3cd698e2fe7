using DataWorth.Methods;
using DataWorth.Stages;
using Microsoft.ML;

namespace DataWorth.Tests.Laws;

/// <summary>A cheap fit names a shortlist, a sharper one ranks it: the limits of that, and what is said of its loss.</summary>
public sealed class TwoStageTests
{
    public static TheoryData<string> Methods => [.. MethodTable.Methods.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Methods))]
    public void AShortlistOfAllExamples_IsTheSecondMethod(string second)
    {
        using var problem = new AttributionProblem();
        using var cheap = SmallFits.Fit(problem, "lorif");
        using var sharp = SmallFits.Fit(problem, second);
        var found = TwoStages.Run(cheap, sharp, problem.TrainView, 4, new() { Shortlist = problem.Train.Count });
        Assert.Equal(Texts(TopK.Run(sharp, 4)), Texts(found.Neighbors));
        Assert.Equal((problem.Train.Count, problem.Train.Count), (found.ScoredRows, found.RecallRows));
        Assert.Equal(1, found.Recall);
    }

    [Fact]
    public void AShortlist_IsRankedByTheSecondMethod_WithoutTheOtherExamples()
    {
        using var problem = new AttributionProblem();
        using var cheap = SmallFits.Fit(problem, "gradient-dot");
        using var sharp = SmallFits.Fit(problem, "ekfac");
        var found = TwoStages.Run(cheap, sharp, problem.TrainView, 3, new() { Shortlist = 6, RecallRows = 0 });
        var (first, all) = (TopK.Run(cheap, 6), TopK.Run(sharp, problem.Train.Count));
        var agreement = new List<double>();
        foreach (var query in sharp.QueryIds)
        {
            var listed = first.Where(neighbor => neighbor.QueryId == query).Select(neighbor => neighbor.ExampleId).ToHashSet();
            foreach (var side in new[] { "Proponent", "Opponent" })
            {
                var expected = Side(all, query, side).Where(listed.Contains).Take(3).ToList();
                Assert.Equal(expected, Side(found.Neighbors, query, side));
                agreement.Add(expected.Intersect(Side(first, query, side).Take(3)).Count() / 3.0);
            }
        }

        Assert.Equal(agreement.Average(), found.Agreement, 1e-12);
        Assert.InRange(found.ScoredRows, 12, 12 * sharp.QueryIds.Count);
        Assert.Null(found.Recall);
    }

    [Fact]
    public void Recall_OfAllExamples_IsTheShareOfTheSecondMethodsStrongestOnTheShortlist()
    {
        using var problem = new AttributionProblem();
        using var cheap = SmallFits.Fit(problem, "representation-similarity");
        using var sharp = SmallFits.Fit(problem, "ekfac");
        var found = TwoStages.Run(cheap, sharp, problem.TrainView, 5, new() { Shortlist = 9, RecallRows = 1000 });
        var (first, all) = (TopK.Run(cheap, 9), TopK.Run(sharp, 5));
        var expected = sharp.QueryIds.Average(query =>
            new[] { "Proponent", "Opponent" }.Average(side => Side(all, query, side).Intersect(Side(first, query, side)).Count() / 5.0)
        );
        Assert.Equal(expected, found.Recall!.Value, 1e-12);
        Assert.True(expected < 1);
        var sampled = TwoStages.Run(cheap, sharp, problem.TrainView, 5, new() { Shortlist = 9, RecallRows = 20 });
        Assert.Equal(20, sampled.RecallRows);
        Assert.Equal(Texts(found.Neighbors), Texts(sampled.Neighbors));
    }

    [Fact]
    public void WhatCannotBeRanked_IsRefused()
    {
        using var problem = new AttributionProblem();
        using var cheap = SmallFits.Fit(problem, "lorif");
        using var sharp = SmallFits.Fit(problem, "ekfac");
        using var other = sharp.WithQueries(problem.TrainView);
        Assert.Contains(
            "different queries",
            Assert.Throws<ArgumentException>(() => TwoStages.Run(cheap, other, problem.TrainView, 3)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "The shortlist has 2 examples on each side, but the 3 strongest of it are asked for",
            Assert
                .Throws<ArgumentOutOfRangeException>(() => TwoStages.Run(cheap, sharp, problem.TrainView, 3, new() { Shortlist = 2 }))
                .Message,
            StringComparison.Ordinal
        );
    }

    /// <summary>Other rows under the ids of the fits, whether one of them keeps its rows or none does.</summary>
    [Theory]
    [InlineData("lorif")]
    [InlineData("gradient-dot")]
    public void OtherRows_AreRefused(string first)
    {
        using var problem = new AttributionProblem();
        using var cheap = SmallFits.Fit(problem, first);
        using var sharp = SmallFits.Fit(problem, "ekfac");
        TwoStageOptions options = new() { Shortlist = problem.Train.Count };
        var (before, row, after) = (problem.Train[..7], problem.Train[7], problem.Train[8..]);
        AssertRefused([.. before, Shift(row), .. after], "the first that differs is row 8, 'train-7'");
        AssertRefused([.. before, .. after], "the first that differs is row 8, 'train-7'");
        AssertRefused(before, "7 now");

        void AssertRefused(List<ExampleRow> rows, string what)
        {
            var view = ExampleRow.View(problem.MLContext, rows, row.Features.Length);
            var refused = Assert.Throws<FitMismatchException>(() => TwoStages.Run(cheap, sharp, view, 3, options));
            Assert.StartsWith("Fit '", refused.Message, StringComparison.Ordinal);
            Assert.Contains(first == "lorif" ? what : "rows then", refused.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Fits of other rows, or questions about other rows, under the same ids.</summary>
    [Fact]
    public void FitsAndQueriesOfOtherRows_AreRefused()
    {
        using var problem = new AttributionProblem();
        var shifted = ExampleRow.View(problem.MLContext, problem.Train.Select(Shift), problem.Train[0].Features.Length);
        var asked = ExampleRow.View(problem.MLContext, problem.Queries.Select(Shift), problem.Train[0].Features.Length);
        using var cheap = SmallFits.Fit(problem, "lorif");
        using var sharp = SmallFits.Fit(problem, "ekfac");
        using var other = SmallFits.Estimator(problem, "lorif").Fit(shifted).WithQueries(problem.QueryView);
        using var elsewhere = cheap.WithQueries(asked);
        Assert.Throws<FitMismatchException>(() => TwoStages.Run(other, sharp, problem.TrainView, 3));
        Assert.Contains(
            "different queries",
            Assert.Throws<ArgumentException>(() => TwoStages.Run(elsewhere, sharp, problem.TrainView, 3)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Ids_MayBeKeys()
    {
        using var problem = new AttributionProblem();
        var keys = problem.MLContext.Transforms.Conversion.MapValueToKey("Id").Fit(problem.TrainView).Transform(problem.TrainView);
        using var cheap = SmallFits.Estimator(problem, "lorif").Fit(keys).WithQueries(problem.QueryView);
        using var sharp = SmallFits.Estimator(problem, "ekfac").Fit(keys).WithQueries(problem.QueryView);
        TwoStageOptions options = new() { Shortlist = problem.Train.Count };
        Assert.Equal(Texts(TopK.Run(sharp, 3)), Texts(TwoStages.Run(cheap, sharp, keys, 3, options).Neighbors));
    }

    private static ExampleRow Shift(ExampleRow row) =>
        new()
        {
            Id = row.Id,
            Features = [.. row.Features.Select(value => value + 1)],
            Label = row.Label,
        };

    private static List<string> Side(IReadOnlyList<Neighbor> neighbors, string query, string side) =>
        [.. neighbors.Where(neighbor => neighbor.QueryId == query && neighbor.Side == side).Select(neighbor => neighbor.ExampleId)];

    private static IEnumerable<string> Texts(IReadOnlyList<Neighbor> neighbors) =>
        neighbors.Select(neighbor => $"{neighbor.QueryId} {neighbor.Side} {neighbor.Rank} {neighbor.ExampleId} {neighbor.Score:g4}");
}
