using DataWorth.Curvature;
using DataWorth.Gradients;
using DataWorth.Tasks;

namespace DataWorth.Core.Tests.Curvature;

public sealed class LossHessianTests
{
    private const double Step = 1e-5; // central differences: error about Step^2 and 1e-16 / Step

    [Fact]
    public void Rows_EqualCentralDifferencesOfTheGradient()
    {
        using var scope = NewDisposeScope();
        using var problem = new SmallClassifier(examples: 9, inputs: 3, hidden: 4, classes: 3);
        var (modules, order, hessian) = Describe(problem);
        var matrix = Matrix(hessian, problem, 100);
        var positions = order.Positions().data<long>().ToArray();
        Assert.Equal(order.Size, modules.Layout.Size);
        for (var column = 0; column < positions.Length; column++)
        {
            var expected = DifferenceQuotient(problem, order, positions, positions[column]);
            Numbers.Close(expected, matrix[column].ToDoubles(), 0, 1e-8);
            Numbers.Close(expected, matrix.t()[column].ToDoubles(), 0, 1e-8);
        }
    }

    [Fact]
    public void Products_EqualTheMatrixTimesTheVector_WhateverTheBatches()
    {
        using var scope = NewDisposeScope();
        using var problem = new SmallClassifier(examples: 10, inputs: 3, hidden: 4, classes: 3);
        var (modules, _, hessian) = Describe(problem);
        var vector = arange(0, modules.Layout.Size, ScalarType.Float64).sin();
        var expected = mv(Matrix(hessian, problem, 100), vector).ToDoubles();
        Numbers.Close(expected, mv(Matrix(hessian, problem, 4), vector).ToDoubles(), 1e-12, 1e-13);
        Numbers.Close(expected, Passes.Multiply(hessian, vector, Batches(problem, 100)).ToDoubles(), 1e-12, 1e-13);
        Numbers.Close(expected, Passes.Multiply(hessian, vector, Batches(problem, 3)).ToDoubles(), 1e-12, 1e-13);
    }

    [Fact]
    public void FrozenParameters_StayFrozen()
    {
        using var scope = NewDisposeScope();
        using var problem = new SmallClassifier(examples: 5, inputs: 3, hidden: 4, classes: 3);
        var (modules, _, hessian) = Describe(problem);
        var vector = ones([modules.Layout.Size], ScalarType.Float64);
        var expected = Passes.Multiply(hessian, vector, Batches(problem, 100)).ToDoubles();
        foreach (var parameter in problem.Model.parameters())
        {
            parameter.requires_grad_(false);
        }

        Assert.Equal(expected, Passes.Multiply(hessian, vector, Batches(problem, 100)).ToDoubles());
        Assert.All(problem.Model.parameters(), parameter => Assert.False(parameter.requires_grad));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(-20)]
    [InlineData(80)]
    [InlineData(-80)]
    [InlineData(89)]
    [InlineData(-89)]
    [InlineData(1000)]
    [InlineData(-1000)]
    public void AConfidentClassifier_HasAFiniteHessian(double margin)
    {
        using var scope = NewDisposeScope();
        using var model = nn.Sequential(("fc", nn.Linear(1, 2, hasBias: false)));
        using (no_grad())
        {
            model.parameters().Single().copy_(tensor([(float)margin / 2, -(float)margin / 2], [2, 1]));
        }

        var modules = TrackedModules.Select(model, new ModuleSelection());
        var hessian = new LossHessian(new ClassificationTask(model), modules, new ParameterOrder(model, modules));
        var batch = new ExampleBatch(
            ["sure", "surer"],
            new Dictionary<string, Tensor>
            {
                ["Features"] = tensor(new float[] { 0.5f, 1 }, [2, 1]).DetachFromDisposeScope(),
                ["Label"] = tensor(new long[] { 0, 0 }).DetachFromDisposeScope(),
            }
        );
        double Share(double x) => x * x / (2 + Math.Exp(margin * x) + Math.Exp(-margin * x)); // x^2 p (1 - p)
        var expected = (Share(1) + Share(0.5)) / 2;
        var product = Passes.Multiply(hessian, tensor(new double[] { 1, 0 }), [batch]).ToDoubles();
        // Of wrong labels the first derivative, which is 1, rounds the second.
        Numbers.Close([expected, -expected], product, 1e-5, margin < 0 ? 1e-7 : 1e-37);
    }

    private static (TrackedModules Modules, ParameterOrder Order, LossHessian Hessian) Describe(SmallClassifier problem)
    {
        var modules = TrackedModules.Select(problem.Model, new ModuleSelection { TrackBias = true });
        var order = new ParameterOrder(problem.Model, modules);
        return (modules, order, new LossHessian(problem.Task, modules, order));
    }

    private static IEnumerable<ExampleBatch> Batches(SmallClassifier problem, int batch) =>
        Enumerable
            .Range(0, (problem.Count + batch - 1) / batch)
            .Select(i => problem.Batch(i * batch, Math.Min(batch, problem.Count - (i * batch))));

    private static Tensor Matrix(LossHessian hessian, SmallClassifier problem, int batch)
    {
        using var blocks = new HessianBlocks(hessian, [("all", arange(0, hessian.Size, ScalarType.Int64))]);
        foreach (var examples in Batches(problem, batch))
        {
            blocks.Add(examples);
        }

        return blocks.Means()[0];
    }

    /// <summary>Column of the Hessian by moving one number of one parameter up and down; independent of the collector and of double
    /// backward.</summary>
    private static double[] DifferenceQuotient(SmallClassifier problem, ParameterOrder order, long[] positions, long moved)
    {
        var up = MeanGradient(problem, order, moved, Step);
        var down = MeanGradient(problem, order, moved, -Step);
        return [.. positions.Select(position => (up[position] - down[position]) / (2 * Step))];
    }

    private static double[] MeanGradient(SmallClassifier problem, ParameterOrder order, long moved, double step)
    {
        var (first, index) = (0L, 0);
        while (first + order.Parameters[index].Parameter.NumberOfElements <= moved)
        {
            first += order.Parameters[index++].Parameter.NumberOfElements;
        }

        Move(order.Parameters[index].Parameter, moved - first, step);
        var sum = new double[order.Size];
        var names = order.Parameters.Select(entry => entry.Name).ToArray();
        for (var example = 0; example < problem.Count; example++)
        {
            var gradient = problem.LoopGradient(example, names);
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] += gradient[i] / problem.Count;
            }
        }

        Move(order.Parameters[index].Parameter, moved - first, -step);
        return sum;
    }

    private static void Move(Tensor parameter, long position, double step)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        parameter.view(-1).narrow(0, position, 1).add_(step);
    }
}
