using DataWorth.Features;
using DataWorth.Gradients;

namespace DataWorth.Tests.Gradients;

public sealed class TrackedNormalizationTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void BatchNormalisation_InEvalMode_MatchesForLoopAutogradAndFiniteDifferences(bool trackBias)
    {
        using var problem = Create();
        using var batch = problem.Batch();
        var selection = new ModuleSelection { Kinds = "normalization", TrackBias = trackBias };
        ReferenceGradients.Check(problem.Task, selection, batch, i => problem.Batch(i, 1));
        ReferenceGradients.CheckDifferences(problem.Task, selection, batch);
    }

    [Fact]
    public void BatchNormalisation_OfAModelInTrainingMode_IsRunInEvaluationModeAndPutBack()
    {
        using var problem = Create();
        problem.Model.train();
        using var batch = problem.Batch();
        var collector = new GradientCollector(problem.Task, TrackedModules.Select(problem.Model, ModuleSelection.AllParameters));
        var training = Numbers(collector.Collect(batch));
        Assert.True(problem.Model.training);
        Assert.All(problem.Model.named_modules(), entry => Assert.True(entry.module.training));
        problem.Model.eval();
        Assert.Equal(Numbers(collector.Collect(batch)), training);

        static double[] Numbers(IReadOnlyList<GradientBlock> blocks) =>
            [.. blocks.SelectMany(block => block.Materialize().to_type(ScalarType.Float64).contiguous().data<double>().ToArray())];
    }

    [Fact]
    public void LayerNormalisation_OverSeveralDimensions_MatchesForLoopAutograd()
    {
        using var problem = new ImageProblem(
            nn.Sequential(("norm", nn.LayerNorm([7, 6])), ("tanh", nn.Tanh()), ("flatten", nn.Flatten()), ("head", nn.Linear(168, 3)))
        );
        using var batch = problem.Batch();
        ReferenceGradients.Check(problem.Task, ModuleSelection.AllParameters, batch, i => problem.Batch(i, 1));
        ReferenceGradients.CheckDifferences(problem.Task, ModuleSelection.AllParameters with { Include = "norm" }, batch);
    }

    [Fact]
    public void NormalisationWithoutParameters_IsNotTracked()
    {
        using var problem = new ImageProblem(
            nn.Sequential(
                ("batch", nn.BatchNorm2d(4, affine: false)),
                ("layer", nn.LayerNorm([7, 6], elementwise_affine: false)),
                ("flatten", nn.Flatten()),
                ("head", nn.Linear(168, 3))
            )
        );
        Assert.Equal(["head"], TrackedModules.Select(problem.Model, ModuleSelection.AllParameters).Modules.Select(module => module.Name));
    }

    private static ImageProblem Create()
    {
        using var scope = NewDisposeScope();
        var norm = nn.BatchNorm2d(4);
        using (no_grad())
        {
            norm.running_mean!.copy_(tensor(new[] { 0.3f, -1, 0.2f, 2 }));
            norm.running_var!.copy_(tensor(new[] { 0.5f, 2, 1.5f, 0.1f }));
        }

        return new ImageProblem(nn.Sequential(("norm", norm), ("tanh", nn.Tanh()), ("flatten", nn.Flatten()), ("head", nn.Linear(168, 3))));
    }
}
