using DataWorth.Features;
using DataWorth.Gradients;
using DataWorth.Projections;
using TorchSharp.Modules;

namespace DataWorth.Tests.Gradients;

public sealed class TrackedConvolutionTests
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
            ["1d"] = () => nn.Conv1d(4, 6, 3),
            ["1d, stride and dilation"] = () => nn.Conv1d(4, 6, 3, stride: 2, padding: 3, dilation: 2),
            ["1d, groups"] = () => nn.Conv1d(4, 6, 3, padding: 1, groups: 2),
            ["1d, same, even kernel"] = () => nn.Conv1d(4, 6, 4, Padding.Same),
            ["1d, reflect"] = () => nn.Conv1d(4, 6, 3, padding: 2, padding_mode: PaddingModes.Reflect),
            ["1d, replicate"] = () => nn.Conv1d(4, 6, 3, stride: 2, padding: 1, padding_mode: PaddingModes.Replicate),
            ["1d, circular"] = () => nn.Conv1d(4, 6, 3, padding: 1, padding_mode: PaddingModes.Circular),
            ["1d, without bias"] = () => nn.Conv1d(4, 6, 3, bias: false),
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
            new TrackedConvolution("conv", convolution, false).Differentiate(zeros([4, 7, 6]), zeros([6, 5, 4]), null)
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

    [Fact]
    public void AnotherConvolution_IsRefused()
    {
        using var convolution = nn.Conv3d(4, 6, 3);
        Assert.Equal(
            "Module 'conv' is a Conv3d, expected a Conv1d or a Conv2d. Exclude the module. (Parameter 'module')",
            Assert.Throws<ArgumentException>(() => new TrackedConvolution("conv", convolution, false)).Message
        );
    }

    private static ImageProblem Create(string name)
    {
        using var scope = NewDisposeScope();
        var convolution = Cases[name]().to(ScalarType.Float64);
        var isFlat = convolution is Conv1d;
        var size = convolution.forward(zeros(isFlat ? [1, 4, 42] : [1, 4, 7, 6], ScalarType.Float64)).NumberOfElements;
        var channels = name == "depthwise" ? 4 : 6;
        return new ImageProblem(
            nn.Sequential(
                ("flat", isFlat ? nn.Flatten(2) : nn.Identity()), // [B, C, 42]
                ("conv", convolution),
                ("norm", isFlat ? nn.BatchNorm1d(channels) : nn.BatchNorm2d(channels)),
                ("tanh", nn.Tanh()),
                ("flatten", nn.Flatten()),
                ("head", nn.Linear(size, 3))
            )
        );
    }
}
