using DataWorth.Features;
using DataWorth.Gradients;
using DataWorth.Projections;

namespace DataWorth.Tests.Gradients;

public sealed class TrackedConv2dTests
{
    public static TheoryData<string> Convolutions => [.. Cases.Keys];

    private static Dictionary<string, Func<nn.Module<Tensor, Tensor>>> Cases { get; } =
        new()
        {
            ["plain"] = () => nn.Conv2d(4, 6, 3),
            ["pixel"] = () => nn.Conv2d(4, 6, 1),
            ["stride"] = () => nn.Conv2d(4, 6, 3, stride: 2, padding: 1),
            ["oblong"] = () => nn.Conv2d(4, 6, (3, 2), (2, 1), (2, 0), (1, 2)),
            ["dilation"] = () => nn.Conv2d(4, 6, 3, padding: 2, dilation: 2),
            ["groups"] = () => nn.Conv2d(4, 6, 3, padding: 1, groups: 2),
            ["depthwise"] = () => nn.Conv2d(4, 4, 3, stride: 2, padding: 1, groups: 4),
            ["same"] = () => nn.Conv2d(4, 6, 3, Padding.Same),
            ["same, even kernel"] = () => nn.Conv2d(4, 6, 4, Padding.Same),
            ["valid"] = () => nn.Conv2d(4, 6, 3, Padding.Valid),
            ["reflect"] = () => nn.Conv2d(4, 6, 3, padding: 2, padding_mode: PaddingModes.Reflect),
            ["replicate"] = () => nn.Conv2d(4, 6, 3, stride: 2, padding: 1, padding_mode: PaddingModes.Replicate),
            ["circular"] = () => nn.Conv2d(4, 6, 3, padding: 1, dilation: 1, padding_mode: PaddingModes.Circular, groups: 2),
            ["without bias"] = () => nn.Conv2d(4, 6, 3, bias: false),
        };

    [Theory]
    [MemberData(nameof(Convolutions))]
    public void Gradient_MatchesForLoopAutogradAndFiniteDifferences(string name)
    {
        foreach (var trackBias in new[] { false, true })
        {
            using var problem = Create(name);
            using var batch = problem.Batch();
            var selection = new ModuleSelection { TrackBias = trackBias, Include = "conv,head" };
            ReferenceGradients.Check(problem.Task, selection, batch, i => problem.Batch(i, 1));
            ReferenceGradients.CheckDifferences(problem.Task, selection, batch, every: 13);
        }
    }

    [Theory]
    [MemberData(nameof(Convolutions))]
    public void ProjectedGradient_EqualsTheProjectionOfTheFullOne(string name)
    {
        using var scope = NewDisposeScope();
        using var problem = Create(name);
        using var batch = problem.Batch();
        var modules = TrackedModules.Select(problem.Model, new ModuleSelection { TrackBias = true, Include = "conv" });
        var collector = new GradientCollector(problem.Task, modules);
        foreach (var kind in ProjectionTable.Projections.Where(kind => !kind.NeedsCovariances))
        {
            using var projections = ProjectionSet.Create(modules.Layout, kind, 2, 3, ScalarType.Float64, CPU);
            foreach (var (index, block) in collector.Collect(batch).Index())
            {
                // Projected first, while no patch has been cut.
                var (output, input) = projections[index];
                using var projected = block.Project(output, input);
                var expected = matmul(matmul(output.ToDense(), block.Materialize()), input.ToDense().t());
                Numbers.Close(expected.ToDoubles(), projected.Materialize().ToDoubles(), 1e-12, 1e-12);
                block.Dispose();
            }
        }
    }

    [Fact]
    public void Groups_AreBlocksOfTheirOwn_AndPatchesFollowTheWeightsOrder()
    {
        using var problem = Create("groups");
        var modules = TrackedModules.Select(problem.Model, new ModuleSelection { TrackBias = true, Include = "conv" });
        Assert.Equal([new BlockShape("conv[0]", 3, 19), new BlockShape("conv[1]", 3, 19)], modules.Layout.Blocks);
    }

    [Fact]
    public void Gradient_DoesNotDependOnTheBatch_NorOnFrozenParameters()
    {
        using var problem = Create("groups");
        var modules = TrackedModules.Select(problem.Model, ModuleSelection.AllParameters);
        using var all = problem.Batch();
        var expected = ReferenceGradients.Collected(problem.Task, modules, all);
        foreach (var parameter in problem.Model.parameters())
        {
            parameter.requires_grad = false;
        }

        using var part = problem.Batch(2, 2);
        var size = (int)modules.Layout.Size;
        Numbers.Close(expected[(2 * size)..(4 * size)], ReferenceGradients.Collected(problem.Task, modules, part), 1e-12, 1e-12);
    }

    [Fact]
    public void UnbatchedImage_IsExplained()
    {
        using var convolution = nn.Conv2d(4, 6, 3);
        using var scope = NewDisposeScope();
        var error = Assert.Throws<NotSupportedException>(() =>
            new TrackedConv2d("conv", convolution, false).Differentiate(zeros([4, 7, 6]), zeros([6, 5, 4]), null)
        );
        Assert.Equal(
            "Convolution 'conv' was given [4, 7, 6], expected [B, C, H, W]: add the batch dimension, or exclude the module.",
            error.Message
        );
    }

    [Fact]
    public void InPlaceActivation_IsRefused_BecauseItsGradientWouldBeTaken()
    {
        using var problem = new ImageProblem(
            nn.Sequential(
                ("conv", nn.Conv2d(4, 6, 3)),
                ("relu", nn.ReLU(inplace: true)),
                ("flatten", nn.Flatten()),
                ("head", nn.Linear(6 * 5 * 4, 3))
            )
        );
        using var batch = problem.Batch();
        var collector = new GradientCollector(problem.Task, TrackedModules.Select(problem.Model, new ModuleSelection()));
        var error = Assert.Throws<InvalidOperationException>(() => collector.Collect(batch));
        Assert.StartsWith(
            "The output of module 'conv' is changed in place later in the forward pass, so that its gradient would be wrong.",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Collector_LeavesNoLiveTensors()
    {
        using var problem = Create("circular");
        var modules = TrackedModules.Select(problem.Model, ModuleSelection.AllParameters);
        using var batch = problem.Batch();
        using var weights = ones([1, 1], ScalarType.Float64);
        void Once()
        {
            using var scope = NewDisposeScope();
            var collector = new GradientCollector(problem.Task, modules);
            foreach (var block in collector.Collect(batch))
            {
                var shape = block.Shape;
                _ = block.WeightedSquares(null);
                _ = block.SumOfSquares();
                _ = block.Dot(ones([2, shape.Outputs, shape.Inputs], ScalarType.Float64));
                block.Project(ones([2, shape.Outputs], ScalarType.Float64), ones([2, shape.Inputs], ScalarType.Float64)).Dispose();
                block.Dispose();
            }
        }

        Once();
        var statistics = DisposeScopeManager.Statistics;
        statistics.Reset();
        Once();
        Assert.Equal(0, statistics.ThreadTotalLiveCount);
    }

    private static ImageProblem Create(string name)
    {
        using var scope = NewDisposeScope();
        var convolution = Cases[name]().to(ScalarType.Float64);
        var size = convolution.forward(zeros([1, 4, 7, 6], ScalarType.Float64)).NumberOfElements;
        return new ImageProblem(
            nn.Sequential(
                ("conv", convolution),
                ("norm", nn.BatchNorm2d(name == "depthwise" ? 4 : 6)),
                ("tanh", nn.Tanh()),
                ("flatten", nn.Flatten()),
                ("head", nn.Linear(size, 3))
            )
        );
    }
}
