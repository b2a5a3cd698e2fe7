using DataWorth.Features;
using DataWorth.Gradients;
using DataWorth.Randomness;
using DataWorth.Tasks;

namespace DataWorth.Tests.Gradients;

/// <summary>Per-example gradients by ordinary autograd, one example and one parameter at a time, laid out as the tracked blocks: the
/// independent reference.</summary>
internal static class ReferenceGradients
{
    /// <summary>Fills parameters with seeded normal numbers, so that no weight is 1 and no bias 0.</summary>
    public static void Fill(nn.Module model, long seed = 5, double scale = 0.5)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var random = new SeededRandom(seed);
        foreach (var (_, parameter) in model.named_parameters())
        {
            parameter.copy_(
                tensor(
                    [.. Enumerable.Range(0, (int)parameter.NumberOfElements).Select(_ => scale * random.NextNormal())],
                    parameter.shape,
                    dtype: ScalarType.Float64
                )
            );
        }
    }

    public static Tensor Draw(long seed, params long[] shape)
    {
        var random = new SeededRandom(seed);
        return tensor(
            [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => random.NextNormal())],
            shape,
            dtype: ScalarType.Float64
        );
    }

    /// <summary>The gradients of a batch as rows [B, D] in the collector's layout.</summary>
    public static double[] Collected(AttributionTask task, TrackedModules modules, ExampleBatch batch)
    {
        var collector = new GradientCollector(task, modules);
        using var features = new FeatureBatch(batch.Ids, collector.Collect(batch));
        using var rows = features.ToRows(modules.Layout, ScalarType.Float64, CPU);
        return rows.ToDoubles();
    }

    /// <summary>The gradient [D] of one example, a batch of its own, by autograd, in the order of the layout's blocks. Parameters must
    /// require gradients.</summary>
    public static double[] Expected(AttributionTask task, TrackedModules modules, ExampleBatch single)
    {
        using var scope = NewDisposeScope();
        var parameters = task.Model.named_parameters().ToDictionary(entry => entry.name, entry => (Tensor)entry.parameter);
        var loss = task.Loss(task.Forward(single), single).sum();
        var names = modules.Parameters.Select(parameter => parameter.Name).ToList();
        var gradients = names
            .Zip(autograd.grad([loss], [.. names.Select(name => parameters[name])]))
            .ToDictionary(pair => pair.First, pair => pair.Second);
        var result = new List<double>();
        foreach (var block in modules.Layout.Blocks)
        {
            var bracket = block.Name.IndexOf('[', StringComparison.Ordinal);
            var (module, group) =
                bracket < 0
                    ? (block.Name, 0)
                    : (block.Name[..bracket], int.Parse(block.Name[(bracket + 1)..^1], System.Globalization.CultureInfo.InvariantCulture));
            var weight = modules.Parameters.Single(parameter => parameter.Module == module && !parameter.IsBias);
            var bias = modules.Parameters.SingleOrDefault(parameter => parameter.Module == module && parameter.IsBias);
            var matrix = gradients[weight.Name];
            matrix = weight.IsTransposed ? matrix.t() : matrix.reshape(weight.Outputs, weight.Inputs);
            if (bias is not null)
            {
                matrix = cat([matrix, gradients[bias.Name].reshape(-1, 1)], 1);
            }

            result.AddRange(matrix.narrow(0, group * block.Outputs, block.Outputs).ToDoubles());
        }

        return [.. result];
    }

    /// <summary>Compares a batch with its examples taken alone, by autograd.</summary>
    public static void Check(
        AttributionTask task,
        ModuleSelection selection,
        ExampleBatch batch,
        Func<int, ExampleBatch> alone,
        double tolerance = 1e-12
    )
    {
        var modules = TrackedModules.Select(task.Model, selection);
        var actual = Collected(task, modules, batch);
        var size = (int)modules.Layout.Size;
        for (var i = 0; i < batch.Count; i++)
        {
            using var single = alone(i);
            Numbers.Close(Expected(task, modules, single), actual[(i * size)..((i + 1) * size)], tolerance, tolerance);
        }
    }

    /// <summary>Compares every gradient with central differences of the loss, moving one number of one parameter at a time.</summary>
    public static void CheckDifferences(AttributionTask task, ModuleSelection selection, ExampleBatch batch, int every = 1)
    {
        const double Step = 1e-5;
        var modules = TrackedModules.Select(task.Model, selection);
        var rows = Collected(task, modules, batch);
        var parameters = task.Model.named_parameters().ToDictionary(entry => entry.name, entry => (Tensor)entry.parameter);
        var checkedNumbers = 0;
        foreach (var parameter in modules.Parameters)
        {
            for (var i = 0; i < parameter.Size; i += every)
            {
                var above = Losses(task, batch, parameters[parameter.Name], i, Step);
                var below = Losses(task, batch, parameters[parameter.Name], i, -Step);
                var column = Column(modules, parameter, i);
                checkedNumbers++;

                // Central differences: error of order step^2 (times third derivatives of a few hundred) plus rounding 1e-15 x loss / step.
                for (var n = 0; n < batch.Count; n++)
                {
                    Assert.Equal((above[n] - below[n]) / (2 * Step), rows[(n * (int)modules.Layout.Size) + column], 1e-6);
                }
            }
        }

        Assert.True(checkedNumbers > 3);
    }

    private static int Column(TrackedModules modules, TrackedParameter parameter, int element)
    {
        var (output, input) = parameter.IsTransposed
            ? (element % parameter.Outputs, element / parameter.Outputs)
            : (element / parameter.Inputs, element % parameter.Inputs);
        for (var i = 0; i < modules.Layout.Blocks.Count; i++)
        {
            var block = modules.Layout.Blocks[i];
            if (block.Name != parameter.Module && !block.Name.StartsWith(parameter.Module + "[", StringComparison.Ordinal))
            {
                continue;
            }

            if (output < block.Outputs)
            {
                return (int)(modules.Layout.Offset(i) + (output * block.Inputs) + (parameter.IsBias ? block.Inputs - 1 : input));
            }

            output -= block.Outputs;
        }

        throw new InvalidOperationException(parameter.Name);
    }

    private static double[] Losses(AttributionTask task, ExampleBatch batch, Tensor parameter, int element, double step)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var entry = parameter.view(-1).narrow(0, element, 1);
        entry.add_(step);
        var losses = task.Loss(task.Forward(batch), batch).ToDoubles();
        entry.sub_(step);
        return losses;
    }
}
