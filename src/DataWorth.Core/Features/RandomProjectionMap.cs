using DataWorth.Gradients;
using DataWorth.Projections;
using DataWorth.Tasks;

namespace DataWorth.Features;

/// <summary>phi = P^T grad f in R^k for the gradient of the margin over all tracked parameters: TRAK's features, with 1 - p of the right
/// label beside.</summary>
/// <remarks>P is made and used a few gradient rows at a time; phi does not depend on how. Source: Park et al. 2023, arXiv:2303.14186,
/// section 3.</remarks>
public sealed class RandomProjectionMap : IFeatureMap
{
    /// <summary>Name of the scalar 1 - p.</summary>
    public const string Weight = "weight";

    private readonly GradientCollector _collector;
    private readonly IProjectionRows _projection;
    private readonly AttributionTask _task;
    private readonly long _blockNumbers;

    /// <summary>Takes ownership of the collector.</summary>
    /// <param name="task">The model: gives 1 - p.</param>
    /// <param name="collector">Source of the gradients.</param>
    /// <param name="projection">P.</param>
    /// <param name="blockNumbers">Numbers of P to hold at once; changes rounding only. Default 4 Mi: memory that the allocator uses again,
    /// and the cache holds.</param>
    public RandomProjectionMap(AttributionTask task, GradientCollector collector, IProjectionRows projection, long blockNumbers = 1 << 22)
    {
        _task = task;
        _collector = collector;
        _projection = projection;
        _blockNumbers = blockNumbers;
        Layout = new FeatureLayout([new BlockShape("projection", 1, projection.Size)]);
    }

    /// <inheritdoc/>
    public FeatureLayout Layout { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Scalars { get; } = [Weight];

    /// <inheritdoc/>
    public string WeightScalar => Weight;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> State =>
        _projection is GivenRows given
            ? new Dictionary<string, Tensor> { [GivenRows.Name] = given.Matrix }
            : new Dictionary<string, Tensor>();

    /// <inheritdoc/>
    public FeatureBatch Map(ExampleBatch batch)
    {
        using var scope = NewDisposeScope();
        Tensor? weights = null;
        var gradients = _collector.Collect(
            batch,
            Objective.Margin,
            observe: outputs =>
            {
                using var off = no_grad();
                weights = (1 - _task.Classifies().CorrectProbability(outputs.detach(), batch)).DetachFromDisposeScope();
            }
        );
        try
        {
            using var off = no_grad();
            var features = zeros([batch.Count, Layout.Size], gradients[0].Type, gradients[0].Device);
            for (var i = 0; i < gradients.Count; i++)
            {
                Add(features, gradients[i], _collector.Layout.Blocks[i]);
            }

            return new FeatureBatch(
                batch.Ids,
                [new DenseGradient("projection", features.unsqueeze(1))],
                new Dictionary<string, Tensor> { [Weight] = weights! }
            );
        }
        finally
        {
            foreach (var block in gradients)
            {
                block.Dispose();
            }
        }
    }

    /// <summary>Frees the projection.</summary>
    public void Dispose() => (_projection as IDisposable)?.Dispose();

    private void Add(Tensor features, GradientBlock gradient, BlockShape block)
    {
        var step = Math.Max(1, _blockNumbers / Math.Max(1, block.Inputs * Math.Max(_projection.Size, gradient.Count)));
        foreach (var (first, count) in gradient.OccupiedOutputs is { } outputs ? Runs(outputs, step) : Steps(block.Outputs, step))
        {
            using var scope = NewDisposeScope();
            features.addmm_(gradient.OutputRows(first, count).flatten(1), _projection.Rows(block, first, count), 1, 1);
        }
    }

    private static IEnumerable<(long First, long Count)> Steps(long outputs, long step)
    {
        for (long first = 0; first < outputs; first += step)
        {
            yield return (first, Math.Min(step, outputs - first));
        }
    }

    /// <summary>Consecutive outputs together, at most <paramref name="step"/> at a time.</summary>
    private static IEnumerable<(long First, long Count)> Runs(IReadOnlyList<long> outputs, long step)
    {
        for (var i = 0; i < outputs.Count; )
        {
            var count = 1;
            while (i + count < outputs.Count && count < step && outputs[i + count] == outputs[i] + count)
            {
                count++;
            }

            yield return (outputs[i], count);
            i += count;
        }
    }
}
