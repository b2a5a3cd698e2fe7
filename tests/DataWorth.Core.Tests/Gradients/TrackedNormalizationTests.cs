using DataWorth.Features;
using DataWorth.Gradients;
using TorchSharp.Modules;

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

    public static TheoryData<string> Norms => [.. Cases.Keys];

    private static Dictionary<string, Func<nn.Module<Tensor, Tensor>>> Cases { get; } =
        new()
        {
            ["group"] = () => nn.GroupNorm(2, 4),
            ["instance"] = () => nn.InstanceNorm2d(4, affine: true),
            ["instance with running statistics"] = () => nn.InstanceNorm2d(4, affine: true, track_running_stats: true),
            ["1d: batch"] = () => nn.BatchNorm1d(4),
            ["1d: group"] = () => nn.GroupNorm(4, 4),
            ["1d: instance"] = () => nn.InstanceNorm1d(4, affine: true),
            ["features: batch"] = () => nn.BatchNorm1d(168),
        };

    [Theory]
    [MemberData(nameof(Norms))]
    public void Normalisation_MatchesForLoopAutogradAndFiniteDifferences(string name)
    {
        var norm = Cases[name]();
        if (norm is NormBase { running_mean: { } mean, running_var: { } variance })
        {
            using var scope = NewDisposeScope();
            using var off = no_grad();
            mean.copy_(ReferenceGradients.Draw(3, mean.shape));
            variance.copy_(ReferenceGradients.Draw(4, variance.shape).square() + 0.1);
        }

        using var problem = new ImageProblem(
            nn.Sequential(
                (
                    "shape",
                    name[0] == 'f' ? nn.Flatten()
                    : name[0] == '1' ? nn.Flatten(2)
                    : nn.Identity()
                ),
                ("norm", norm),
                ("tanh", nn.Tanh()),
                ("flatten", nn.Flatten()),
                ("head", nn.Linear(168, 3))
            )
        );
        using var batch = problem.Batch();
        foreach (var trackBias in new[] { false, true })
        {
            var selection = new ModuleSelection { Kinds = "normalization", TrackBias = trackBias };
            ReferenceGradients.Check(problem.Task, selection, batch, i => problem.Batch(i, 1));
            ReferenceGradients.CheckDifferences(problem.Task, selection, batch, every: name[0] == 'f' ? 7 : 1);
        }
    }

    [Fact]
    public void NormalisationWithoutParameters_IsNotTracked()
    {
        using var problem = new ImageProblem(
            nn.Sequential(
                ("batch", nn.BatchNorm2d(4, affine: false)),
                ("layer", nn.LayerNorm([7, 6], elementwise_affine: false)),
                ("group", nn.GroupNorm(2, 4, affine: false)),
                ("instance", nn.InstanceNorm2d(4)),
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
