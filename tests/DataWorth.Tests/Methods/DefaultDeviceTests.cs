using DataWorth.Methods;

namespace DataWorth.Tests.Methods;

/// <summary>No tensor is made on the default device: that would be the processor beside a model on another device. While the default is
/// 'meta', which holds no numbers, such a tensor ends the fit or its scores.</summary>
[Collection(LiveTensorCollection.Name)]
public sealed class DefaultDeviceTests
{
    public static TheoryData<string> Names => [.. MethodTable.Methods.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Scores_AreTheSame_WhateverTheDefaultDeviceIs(string name)
    {
        var expected = Use(name);
        var device = get_default_device();
        set_default_device("meta");
        try
        {
            Assert.Equal(expected, Use(name));
        }
        finally
        {
            set_default_device(device);
        }
    }

    /// <summary>A fit, its scores of stored and of other rows, its strongest and its self-influences, as one text.</summary>
    private static string Use(string name)
    {
        var device = get_default_device();
        set_default_device(CPU); // the model's, as a user made it
        using var problem = new AttributionProblem();
        set_default_device(device);
        using var fit = SmallFits.Estimator(problem, name, options => options with { Name = "mine" }).Fit(problem.TrainView);
        using var asked = fit.WithQueries(problem.QueryView);
        using var loaded = problem.MLContext.Attribution.Load(problem.Store, "mine", problem.Classifier.Task, problem.TrainView);
        var neighbours = problem.MLContext.Data.CreateEnumerable<Neighbor>(loaded.TopK(problem.QueryView, 3), false);
        var self = problem.MLContext.Data.CreateEnumerable<SelfInfluenceRow>(fit.SelfInfluence(), false);
        return string.Join(
            "; ",
            SmallFits
                .Scores(asked, problem)
                .Concat(AttributionProblem.Scores(asked, problem.QueryView).SelectMany(row => row))
                .Concat(neighbours.Select(neighbour => (double)neighbour.Score))
                .Concat(self.Select(row => (double)row.SelfInfluence))
                .Select(number => number.ToString("R", System.Globalization.CultureInfo.InvariantCulture))
        );
    }
}
