using DataWorth.Methods.Logra;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Tests.Pipeline;

/// <summary>Attribution at the end of a chain of estimators: queries pass the chain's transforms as the training rows did.</summary>
public sealed class ChainTests
{
    [Fact]
    public void ConcatenateAndNormalize_EqualDoingItByHand()
    {
        using var problem = new AttributionProblem();
        var mlContext = problem.MLContext;
        var (train, queries) = (Raw(problem.Train), Raw(problem.Queries));
        var (trainView, queryView) = (mlContext.Data.LoadFromEnumerable(train), mlContext.Data.LoadFromEnumerable(queries));
        var options = new LograOptions { Rank = 4, Store = problem.Store };
        var upstream = mlContext
            .Transforms.Concatenate("Features", "First", "Rest")
            .Append(mlContext.Transforms.NormalizeMinMax("Features"));
        var chain = upstream.Append(mlContext.Attribution.Logra(problem.Classifier.Task, options));

        using var fitted = chain.Fit(trainView);
        var asked = fitted.WithQueries(queryView);
        var scores = asked.Transform(trainView).GetColumn<float[]>("Score").ToArray();

        var prepared = upstream.Fit(trainView);
        using var byHand = mlContext.Attribution.Logra(problem.Classifier.Task, options).Fit(prepared.Transform(trainView));
        using var expected = byHand.WithQueries(prepared.Transform(queryView));
        Assert.Equal(expected.Transform(prepared.Transform(trainView)).GetColumn<float[]>("Score").ToArray(), scores);
        Assert.Equal(Names(expected.TopK(2)), Names(fitted.TopK(queryView, 2)));
        // The raw queries, without the transforms, have other scores or none.
        Assert.NotEqual(
            scores[0],
            byHand
                .WithQueries(ExampleRow.View(mlContext, problem.Queries, 7))
                .Transform(prepared.Transform(trainView))
                .GetColumn<float[]>("Score")
                .First()
        );
        asked.LastTransformer.Dispose();

        List<(string, string, float)> Names(IDataView view) =>
            [.. mlContext.Data.CreateEnumerable<Neighbor>(view, false).Select(row => (row.QueryId, row.ExampleId, row.Score))];
    }

    [Fact]
    public void WithoutQueries_SelfInfluencesAreAppended()
    {
        using var problem = new AttributionProblem();
        using var fitted = problem
            .MLContext.Transforms.CopyColumns("Copy", "Features")
            .Append(problem.MLContext.Attribution.Logra(problem.Classifier.Task, new LograOptions { Rank = 4, Store = problem.Store }))
            .Fit(problem.TrainView);
        var expected = problem
            .MLContext.Data.CreateEnumerable<SelfInfluenceRow>(fitted.LastTransformer.SelfInfluence(), false)
            .Select(row => row.SelfInfluence);
        Assert.Equal(expected, fitted.Transform(problem.TrainView).GetColumn<float>("SelfInfluence"));
    }

    private static RawRow[] Raw(IEnumerable<ExampleRow> rows) =>
        [.. rows.Select(row => new RawRow(row.Id, row.Features[..2], row.Features[2..], row.Label))];

    private sealed record RawRow(string Id, [property: VectorType(2)] float[] First, [property: VectorType(5)] float[] Rest, int Label);
}
