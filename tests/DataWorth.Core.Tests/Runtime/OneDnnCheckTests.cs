using DataWorth.Features;
using DataWorth.Gradients;
using DataWorth.Projections;
using DataWorth.Runtime;
using DataWorth.Tasks;
using DataWorth.Tests.Gradients;

namespace DataWorth.Core.Tests.Runtime;

/// <summary>Convolutions and LSTMs in float32 are those of float64, whatever their sizes are: libtorch's are not on every
/// processor.</summary>
public sealed class OneDnnCheckTests
{
    // Sums of some thousand products in float32; wrong ones were off by 0.08 and more.
    private const double Tolerance = 1e-4;

    /// <summary>Gradients and their projections, batch by batch.</summary>
    [Theory]
    [InlineData(1, 1, 5)]
    [InlineData(3, 3, 3)]
    [InlineData(8, 8, 3)]
    [InlineData(16, 8, 3)]
    [InlineData(17, 17, 3)]
    [InlineData(24, 20, 3)]
    public void GradientsOfNetworks_AreThoseInFloat64(int first, int second, int kernel)
    {
        using var wide = Problem(() => Plain(first, second, kernel));
        using var narrow = Problem(() => Plain(first, second, kernel));
        Compare(wide, narrow);
    }

    /// <summary>Numbers of channels that fill their blocks are no safe ones: a stride, and a kernel as large as the image.</summary>
    [Theory]
    [InlineData(48, 80, 4, 2, 8, 1)]
    [InlineData(48, 80, 7, 2, 7, 1)]
    [InlineData(64, 64, 7, 1, 7, 3)]
    [InlineData(128, 64, 7, 1, 7, 3)]
    [InlineData(16, 1, 7, 1, 7, 3)]
    public void WholeBlocksOfChannels_AreThoseInFloat64(long outputs, long inputs, long kernel, long stride, long size, long images)
    {
        Tensor[] Results(ScalarType type)
        {
            var model = nn.Conv2d(inputs, outputs, kernel, stride: stride, bias: false);
            ReferenceGradients.Fill(model.to(type));
            OneDnnCheck.Run(model);
            var x = ReferenceGradients.Draw(1, images, inputs, size, size).to_type(type).requires_grad_();
            var y = model.call(x);
            var weights = ReferenceGradients.Draw(2, y.shape).to_type(type);
            return [y, .. autograd.grad([y], [x, model.weight], [weights])];
        }

        using var scope = NewDisposeScope();
        AssertNear(Results(ScalarType.Float64), Results(ScalarType.Float32));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(17, 5)]
    [InlineData(64, 40)]
    [InlineData(100, 100)]
    public void StatesWithoutGradients_AreThoseInFloat64(long width, long inputs)
    {
        Tensor[] Results(ScalarType type)
        {
            var model = nn.LSTM(inputs, width);
            ReferenceGradients.Fill(model.to(type));
            OneDnnCheck.Run(model);
            using var off = no_grad();
            return [model.call(ReferenceGradients.Draw(3, 7, 3, inputs).to_type(type)).Item1];
        }

        using var scope = NewDisposeScope();
        AssertNear(Results(ScalarType.Float64), Results(ScalarType.Float32));
    }

    [Fact]
    public void GradientsOfClassesOfOnesOwn_AreThoseInFloat64()
    {
        using var wide = Problem(() => new Own());
        using var narrow = Problem(() => new Own());
        Compare(wide, narrow);
    }

    [Fact]
    public void Transposed_AreThoseInFloat64()
    {
        static nn.Module<Tensor, Tensor> Make() =>
            nn.Sequential(nn.Conv2d(4, 5, 3, padding: 1), nn.ConvTranspose2d(5, 3, 3), nn.Flatten(), nn.Linear(3 * 9 * 8, 3));
        using var wide = Problem(Make);
        using var narrow = Problem(Make);
        Compare(wide, narrow);
    }

    /// <summary>A model without convolutions, and a loss with one.</summary>
    [Fact]
    public void GradientsOfFunctionsOfOnesOwn_AreThoseInFloat64()
    {
        double[] Gradients(ScalarType type)
        {
            using var model = nn.Linear(12, 12);
            ReferenceGradients.Fill(model.to(type));
            var task = AttributionTask.Of(
                model,
                [BatchColumn.Numbers("Features", [12])],
                batch => model.call(batch["Features"]),
                (outputs, _) => nn.functional.conv1d(outputs.unsqueeze(1), arange(1, 4, type).view(1, 1, 3), padding: 1).pow(2).sum([1, 2])
            );
            using var batch = new ExampleBatch(
                ["a", "b", "c"],
                new Dictionary<string, Tensor> { ["Features"] = ReferenceGradients.Draw(3, 3, 12).to_type(type) }
            );
            return ReferenceGradients.Collected(task, TrackedModules.Select(model, new()), batch);
        }

        var (exact, found) = (Gradients(ScalarType.Float64), Gradients(ScalarType.Float32));
        Assert.All(exact.Zip(found), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, Tolerance * exact.Max(Math.Abs)));
    }

    /// <summary>Nothing is paid, and nothing turned off, for models without convolutions.</summary>
    [Fact]
    public void WhatIsSaid_IsWhatWasFound()
    {
        using var model = nn.Sequential(nn.Conv2d(17, 17, 3), nn.Flatten());
        var isRight = OneDnnCheck.IsRight();
        OneDnnCheck.Run(model);
        Assert.Equal(!isRight, OneDnnCheck.Caution(model) is not null);
    }

    private static void AssertNear(Tensor[] expected, Tensor[] found)
    {
        foreach (var (exact, single) in expected.Zip(found))
        {
            Assert.InRange((single - exact).norm().item<double>(), 0, Tolerance * exact.norm().item<double>());
        }
    }

    private static ImageProblem Problem(Func<nn.Module<Tensor, Tensor>> make) => new(make(), examples: 6);

    private static void Compare(ImageProblem wide, ImageProblem narrow)
    {
        narrow.Model.to(ScalarType.Float32);
        var (exact, found) = (Rows(wide, ScalarType.Float64), Rows(narrow, ScalarType.Float32));
        foreach (var (expected, actual) in exact.Zip(found))
        {
            var error = Math.Sqrt(expected.Zip(actual).Sum(pair => Math.Pow(pair.First - pair.Second, 2)) / expected.Sum(x => x * x));
            Assert.InRange(error, 0, Tolerance);
        }
    }

    // Gradients, and their projections to 17 numbers, for which the images are convolved with the projection's rows.
    private static double[][] Rows(ImageProblem problem, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var modules = TrackedModules.Select(problem.Model, new());
        using var map = new TwoSidedProjectionMap(
            new GradientCollector(problem.Task, modules),
            ProjectionSet.Create(modules.Layout, ProjectionTable.Get("rademacher"), 17, 1, type, CPU)
        );
        using var batch = problem.Batch();
        using var given = new ExampleBatch(
            batch.Ids,
            batch.Columns.ToDictionary(
                column => column.Key,
                column => column.Value.is_floating_point() ? column.Value.to_type(type) : column.Value.clone()
            )
        );
        using var features = map.Map(given);
        using var projected = features.ToRows(map.Layout, type, CPU);
        return [ReferenceGradients.Collected(problem.Task, modules, given), projected.to_type(ScalarType.Float64).data<double>().ToArray()];
    }

    private static nn.Module<Tensor, Tensor> Plain(int first, int second, int kernel) =>
        nn.Sequential(
            nn.Conv2d(4, first, kernel, padding: kernel / 2),
            nn.Tanh(),
            nn.Conv2d(first, second, kernel, padding: kernel / 2),
            nn.Tanh(),
            nn.Flatten(),
            nn.Linear(second * 7 * 6, 3)
        );

    private sealed class Own : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> _first = nn.Linear(6, 6);
        private readonly nn.Module<Tensor, Tensor> _last = nn.Linear(4 * 7 * 6, 3);

        public Own()
            : base("own") => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            using var kernels = arange(4 * 4 * 3 * 3, input.dtype, input.device).sin().reshape(4, 4, 3, 3);
            return _last.call(nn.functional.conv2d(_first.call(input), kernels, padding: [1, 1]).flatten(1));
        }
    }
}
