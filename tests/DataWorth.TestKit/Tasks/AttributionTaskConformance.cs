using DataWorth.Gradients;
using DataWorth.Tasks;

namespace DataWorth.TestKit;

/// <summary>What every attribution task must do; a test class of each derives from it. Give a small model in float64, and examples of
/// different lengths if the task has lengths.</summary>
public abstract class AttributionTaskConformance : IDisposable
{
    /// <summary>The task; the same one on each call.</summary>
    protected abstract AttributionTask Task { get; }

    /// <summary>Number of examples that <see cref="Batch"/> can give, at least 2.</summary>
    protected abstract int Count { get; }

    /// <summary>Largest difference over largest value that counts as rounding. Default 1e-10, for a model in float64.</summary>
    protected virtual double Rounding => 1e-10;

    /// <summary>Which modules are tracked where gradients are compared. Default: all that can be.</summary>
    protected virtual ModuleSelection Modules => ModuleSelection.AllParameters;

    /// <summary>Removes what the test made.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);

    [Fact]
    public void EveryColumn_IsInABatch()
    {
        using var batch = Batch(0, Count);
        Assert.Equal(Count, batch.Count);
        Assert.All(Task.Columns, column => Assert.True(batch.TryGet(column.Name, out _), $"there is no column '{column.Name}'"));
    }

    [Fact]
    public void LossAndMeasurement_OfAnExample_DoNotDependOnItsBatch()
    {
        using var scope = NewDisposeScope();
        using var all = Batch(0, Count);
        var (losses, measurements) = (Losses(all), Measurements(all));
        Assert.Equal((Count, Count), (losses.Length, measurements.Length));
        for (var i = 0; i < Count; i++)
        {
            using var single = Batch(i, 1);
            RequireClose([losses[i], measurements[i]], [Losses(single)[0], Measurements(single)[0]], $"example {i}");
        }
    }

    [Fact]
    public void LossAndMeasurement_AreFinite_AndTheSameTwice()
    {
        using var scope = NewDisposeScope();
        using var batch = Batch(0, Count);
        var first = Losses(batch).Concat(Measurements(batch)).ToArray();
        Assert.All(first, value => Assert.True(double.IsFinite(value)));
        Assert.Equal(first, Losses(batch).Concat(Measurements(batch)));
    }

    [Fact]
    public void Description_IsThere_AndDoesNotChangeWithUse()
    {
        var before = Task.Describe();
        Assert.NotEmpty(before);
        using var scope = NewDisposeScope();
        using var batch = Batch(0, Count);
        _ = Losses(batch);
        Assert.Equal(before, Task.Describe());
    }

    /// <summary>Products of per-example gradients do not depend on how gradients are laid out.</summary>
    [Fact]
    public void CollectedGradients_EqualALoop()
    {
        using var scope = NewDisposeScope();
        var modules = TrackedModules.Select(Task.Model, Modules);
        var collector = new GradientCollector(Task, modules);
        using var all = Batch(0, Count);
        var blocks = collector.Collect(all);
        var collected = cat([.. blocks.Select(block => block.Flatten())], 1); // [B, D]
        var named = Task.Model.named_parameters().ToDictionary(entry => entry.name, entry => (Tensor)entry.parameter);
        var weights = modules.Parameters.Select(parameter => named[parameter.Name]).ToList();
        var loop = stack(
            Enumerable
                .Range(0, Count)
                .Select(i =>
                {
                    using var single = Batch(i, 1);
                    var loss = Task.Loss(Task.Forward(single), single).sum();
                    return loss.requires_grad
                        ? cat([.. autograd.grad([loss], weights, allow_unused: true).Zip(weights, FlatOrZero)])
                        : zeros(weights.Sum(weight => weight.NumberOfElements), weights[0].dtype);
                })
        ); // [B, D]
        RequireClose(loop.mm(loop.t()).ToDoubles(), collected.mm(collected.t()).ToDoubles(), "products of gradients");
        foreach (var block in blocks)
        {
            block.Dispose();
        }
    }

    /// <summary>A small step on an example changes the measurement of each query by the product of their gradients: what a score
    /// promises.</summary>
    [Fact]
    public void StepOnAnExample_ChangesMeasurementsAsTheirGradientsSay()
    {
        using var scope = NewDisposeScope();
        using var all = Batch(0, Count);
        using var example = Batch(0, 1);
        var weights = Task.Model.parameters().Where(parameter => parameter.requires_grad).Select(parameter => (Tensor)parameter).ToList();
        var direction = Gradients(Task.Loss(Task.Forward(example), example).sum(), weights);
        var measurements = Task.Measure(Task.Forward(all), all);
        var promised = new double[Count];
        for (var i = 0; i < Count; i++)
        {
            promised[i] = -Gradients(measurements[i], weights).Zip(direction, (f, g) => (f * g).sum().ToDoubles()[0]).Sum();
        }

        const double Step = 1e-6;
        var (up, down) = (MeasuredAfter(Step), MeasuredAfter(-Step));
        var found = up.Zip(down, (after, before) => (after - before) / (2 * Step)).ToArray();
        var scale = Math.Max(promised.Max(Math.Abs), 1e-3);
        Assert.All(promised.Zip(found), pair => Assert.True(Math.Abs(pair.First - pair.Second) < 1e-3 * scale, $"{pair}"));

        double[] MeasuredAfter(double step)
        {
            Move(-step);
            var result = Measurements(all);
            Move(step);
            return result;
        }

        void Move(double step)
        {
            using var off = no_grad();
            foreach (var (weight, gradient) in weights.Zip(direction))
            {
                weight.add_(gradient, alpha: step);
            }
        }
    }

    [Fact]
    public void SampledLoss_DependsOnSeedAndExampleOnly()
    {
        if (Task is not ISamplesLabels task)
        {
            return; // a task without labels has none to sample
        }

        using var scope = NewDisposeScope();
        double[] Sampled(ExampleBatch batch, long seed) => task.SampledLoss(Task.Forward(batch), batch, seed).ToDoubles();
        using var all = Batch(0, Count);
        var together = Sampled(all, 4);
        for (var i = 0; i < Count; i++)
        {
            using var single = Batch(i, 1);
            RequireClose([together[i]], [Sampled(single, 4)[0]], $"example {i}");
        }

        Assert.NotEqual(together, Sampled(all, 5));
    }

    /// <summary>A batch of the examples <paramref name="first"/> to first + count - 1, padded as the examples in it need.</summary>
    /// <param name="first">Index of the first example.</param>
    /// <param name="count">How many.</param>
    protected abstract ExampleBatch Batch(int first, int count);

    private static Tensor FlatOrZero(Tensor? gradient, Tensor weight) =>
        gradient is null ? zeros(weight.NumberOfElements, weight.dtype) : gradient.reshape(-1);

    private static Tensor[] Gradients(Tensor value, List<Tensor> weights) =>
        value.requires_grad
            ? [.. autograd.grad([value], weights, retain_graph: true, allow_unused: true).Zip(weights, (g, w) => g ?? zeros_like(w))]
            : [.. weights.Select(weight => zeros_like(weight))];

    private double[] Losses(ExampleBatch batch)
    {
        using var off = no_grad();
        return Task.Loss(Task.Forward(batch), batch).ToDoubles();
    }

    private double[] Measurements(ExampleBatch batch)
    {
        using var off = no_grad();
        return Task.Measure(Task.Forward(batch), batch).ToDoubles();
    }

    private void RequireClose(double[] expected, double[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        var bound = Rounding * Math.Max(1, expected.Max(Math.Abs));
        Assert.All(expected.Zip(actual), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= bound, $"{what}: {pair}"));
    }
}
