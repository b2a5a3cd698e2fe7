namespace DataWorth.Tests.Pipeline;

/// <summary>A store tells which fits it has, and what was kept with them.</summary>
public sealed class FitListTests
{
    [Fact]
    public void Fits_AreListed_NewestFirst_WithTheirNotes()
    {
        using var problem = new AttributionProblem();
        SmallFits.Estimator(problem, "logra", options => options with { Name = "one" }).Fit(problem.TrainView).Dispose();
        SmallFits
            .Estimator(
                problem,
                "ekfac",
                options =>
                    options with
                    {
                        Name = "two",
                        Notes = new Dictionary<string, string> { ["where"] = "here, \"there\"\n" },
                    }
            )
            .Fit(problem.TrainView)
            .Dispose();
        var fits = problem.MLContext.Attribution.Fits(problem.Store);
        Assert.Equal(["two", "one"], fits.Select(fit => fit.Name));
        Assert.Equal(["ekfac", "logra"], fits.Select(fit => fit.Method));
        Assert.All(fits, fit => Assert.Equal(problem.Train.Count, fit.Examples));
        Assert.Equal("here, \"there\"\n", fits[0].Notes["where"]);
        Assert.Empty(fits[1].Notes);
        Assert.Equal(fits[1].Key, problem.MLContext.Attribution.Find(problem.Store, "one").Key);
        using var loaded = problem.MLContext.Attribution.Load(problem.Store, "two", problem.Classifier.Task);
        Assert.Equal(fits[0].Notes, loaded.Options.Notes);
    }

    [Fact]
    public void UnknownName_ListsThoseThatAreThere()
    {
        using var problem = new AttributionProblem();
        SmallFits.Estimator(problem, "logra", options => options with { Name = "one" }).Fit(problem.TrainView).Dispose();
        var error = Assert.Throws<ArgumentException>(() => problem.MLContext.Attribution.Find(problem.Store, "two"));
        Assert.Contains("one", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SecondFit_InAStoreThatCannotBeWritten_FindsEverything()
    {
        using var problem = new AttributionProblem();
        SmallFits.Estimator(problem, "logra", options => options with { Name = "one" }).Fit(problem.TrainView).Dispose();
        using var closed = new BreakingStore(problem.Store, commits: 0);
        using var fit = SmallFits
            .Estimator(problem, "logra", options => options with { Name = "one", Store = closed })
            .Fit(problem.TrainView);
        Assert.Equal(problem.Train.Count, fit.Summary.ReusedExamples);
        Assert.Single(problem.MLContext.Attribution.Fits(problem.Store));
    }
}
