using DataWorth.Gradients;
using DataWorth.Methods.Logra;
using Microsoft.ML;

namespace DataWorth.Tests.Pipeline;

/// <summary>What is null is named as the caller wrote it, at once.</summary>
public sealed class NullArgumentTests
{
    [Fact]
    public void Arguments()
    {
        using var problem = new AttributionProblem();
        var catalog = problem.MLContext.Attribution;
        var task = problem.Classifier.Task;
        var estimator = catalog.Logra(task, new LograOptions { Store = problem.Store, Name = "mine" });
        using var fit = estimator.Fit(problem.TrainView);
        using var asked = fit.WithQueries(problem.QueryView);
        Named("input", () => estimator.Fit(null!));
        Named("input", () => estimator.Begin(null!));
        Named("inputSchema", () => estimator.GetOutputSchema(null!));
        Named("queries", () => fit.WithQueries(null!));
        Named("input", () => fit.Transform(null!));
        Named("inputSchema", () => fit.GetOutputSchema(null!));
        Named("queries", () => fit.TopK(null!, 1));
        Named("train", () => fit.Suspects(null!, 1));
        Named("rows", () => asked.ScorePositions(null!));
        Named("rows", () => asked.ScoreQueryPositions(problem.QueryView, null!));
        Named("queries", () => asked.ScoreQueryPositions(null!, problem.TrainView));
        Named("store", () => catalog.Load(null!, "mine", task));
        Named("name", () => catalog.Load(problem.Store, null!, task));
        Named("task", () => catalog.Load(problem.Store, "mine", null!));
        Named("store", () => catalog.Fits(null!));
        Named("store", () => catalog.Find(null!, "mine"));
        Named("name", () => catalog.Find(problem.Store, null!));
        Named("task", () => catalog.Logra(null!));
        Named("recipe", () => catalog.Of(task, null!));
        Named("mlContext", () => _ = ((MLContext)null!).Attribution);
    }

    [Fact]
    public void Options()
    {
        Named("Checkpoints", new LograOptions { Checkpoints = null! }.Validate);
        Named("Checkpoints", new LograOptions { Checkpoints = [null!] }.Validate);
        Named("Modules", new LograOptions { Modules = null! }.Validate);
        Named("Include", new LograOptions { Modules = new ModuleSelection { Include = null! } }.Validate);
        Named("OwnKinds", new LograOptions { Modules = new ModuleSelection { OwnKinds = null! } }.Validate);
        Named("Notes", new LograOptions { Notes = null! }.Validate);
        Named("IdColumn", new LograOptions { IdColumn = null! }.Validate);
        Named("Projection", new LograOptions { Projection = null! }.Validate);
        new LograOptions
        {
            Storage = null,
            Store = null,
            Name = null,
        }.Validate();
    }

    private static void Named(string name, Action call) => Assert.Equal(name, Assert.Throws<ArgumentNullException>(call).ParamName);
}
