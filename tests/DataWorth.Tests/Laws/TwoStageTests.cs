using DataWorth.Methods;
using DataWorth.Stages;

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
        problem.Train.RemoveAt(7);
        Assert.Contains(
            "The view has no row 'train-7'",
            Assert.Throws<ArgumentException>(() => TwoStages.Run(cheap, sharp, problem.TrainView, 3)).Message,
            StringComparison.Ordinal
        );
    }

    private static List<string> Side(IReadOnlyList<Neighbor> neighbors, string query, string side) =>
        [.. neighbors.Where(neighbor => neighbor.QueryId == query && neighbor.Side == side).Select(neighbor => neighbor.ExampleId)];

    private static IEnumerable<string> Texts(IReadOnlyList<Neighbor> neighbors) =>
        neighbors.Select(neighbor => $"{neighbor.QueryId} {neighbor.Side} {neighbor.Rank} {neighbor.ExampleId} {neighbor.Score:g4}");
}
