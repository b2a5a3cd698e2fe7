using System.Globalization;
using System.Text.RegularExpressions;
using DataWorth.Artifacts;
using DataWorth.Gradients;
using DataWorth.Methods;
using DataWorth.Methods.Logra;
using DataWorth.Planning;
using DataWorth.Tasks;

namespace DataWorth.Tests.Planning;

/// <summary>What a fit takes is known before it runs, and what does not fit is refused with the largest size that does.</summary>
public sealed class FitEstimateTests
{
    private const double Slack = 1.25; // values and summaries beside the matrices
    private const long SmallThings = 512;

    public static TheoryData<string> Names => [.. MethodTable.Methods.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void StoredBytes_AreAtMostTheEstimate_AndNotFarBelow(string name)
    {
        using var problem = new AttributionProblem();
        var estimator = SmallFits.Estimator(problem, name, options => options);
        var estimate = estimator.Estimate(problem.Train.Count);
        using var fit = estimator.Fit(problem.TrainView);
        Assert.InRange(fit.Summary.BytesPerExample, 0, estimate.RowBytes);
        Assert.Equal(fit.Summary.BytesPerExample > 0, estimate.RowBytes > 0);
        var stored = fit.Summary.CurvatureArtifact is { } key
            ? ArtifactCatalog
                .ReadManifest(problem.Store, ArtifactKey.Parse(key))
                .Tensors.Sum(file => file.Contents.Sum(entry => entry.ByteCount))
            : 0;
        Assert.InRange(stored, 0, (estimate.CurvatureBytes * Slack) + SmallThings);
        Assert.InRange(estimate.CurvatureBytes, 0, (stored * Slack) + SmallThings);
        Assert.True(estimate.MemoryBytes >= estimate.CurvatureBytes);
    }

    [Fact]
    public void LargestRank_Fits_AndTheNextDoesNot()
    {
        using var problem = new AttributionProblem();
        var modules = TrackedModules.Select(problem.Classifier.Model, new ModuleSelection());
        FitShape shape = new(modules.Layout, problem.Train.Count, ScalarType.Float32);
        var recipe = new LograRecipe(new LograOptions { Rank = 500 });
        var half = recipe.Estimate(shape).MemoryBytes / 2;
        var error = Assert.Throws<InvalidOperationException>(() => new FitLimits(half, null).Require(recipe, shape));
        Assert.Contains("logra with rank 500 does not fit", error.Message, StringComparison.Ordinal);
        var largest = int.Parse(
            Regex.Match(error.Message, "largest rank that fits is ([0-9]+)").Groups[1].Value,
            CultureInfo.InvariantCulture
        );
        Assert.True(new LograRecipe(new LograOptions { Rank = largest }).Estimate(shape).MemoryBytes <= half);
        Assert.True(new LograRecipe(new LograOptions { Rank = largest + 1 }).Estimate(shape).MemoryBytes > half);
        Assert.Equal(largest, new FitLimits(half, null).Fitting(recipe, shape).Size!.Value);
        Assert.Same(recipe, new FitLimits(long.MaxValue, null).Fitting(recipe, shape));
    }

    [Fact]
    public void DiskThatIsTooSmall_IsNamed()
    {
        using var problem = new AttributionProblem();
        var modules = TrackedModules.Select(problem.Classifier.Model, new ModuleSelection());
        FitShape shape = new(modules.Layout, 1_000_000_000, ScalarType.Float32);
        var error = Assert.Throws<InvalidOperationException>(() =>
            new FitLimits(long.MaxValue, 1000).Require(new LograRecipe(new LograOptions()), shape)
        );
        Assert.Contains("of disk space", error.Message, StringComparison.Ordinal);
        Assert.Contains("Not even rank 1 fits", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HugeRank_IsRefusedByFit_BeforeAnythingIsStored()
    {
        using var model = nn.Sequential(("fc1", nn.Linear(5000, 5000)), ("fc2", nn.Linear(5000, 3)));
        using var problem = new AttributionProblem();
        var estimator = problem.MLContext.Attribution.Logra(
            new ClassificationTask(model),
            new LograOptions { Store = problem.Store, Rank = 5000 }
        );
        var error = Assert.Throws<InvalidOperationException>(() => estimator.RequireFits(100));
        Assert.Contains("The largest rank that fits is ", error.Message, StringComparison.Ordinal);
        Assert.Empty(problem.Store.List(""));
    }
}
