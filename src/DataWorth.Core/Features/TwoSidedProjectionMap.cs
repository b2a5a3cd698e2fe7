using DataWorth.Gradients;
using DataWorth.Projections;
using DataWorth.Tasks;

namespace DataWorth.Features;

/// <summary>phi = the per-example gradient, projected on both sides of each block: LoGra's features; with
/// <see cref="ProjectionSet.Identity"/> the full gradient.</summary>
/// <remarks>phi_l = vec(sum_t (P_o g_t)(P_i a_t)^T). Source: LogIX, arXiv:2405.13954, section 3.</remarks>
public sealed class TwoSidedProjectionMap : IFeatureMap
{
    private readonly GradientCollector _collector;
    private readonly ProjectionSet _projections;
    private readonly Objective _objective;
    private readonly Objective _queryObjective;

    /// <summary>Takes ownership of the collector and the projections.</summary>
    /// <param name="collector">Source of the gradients.</param>
    /// <param name="projections">One pair per block of the collector's layout.</param>
    /// <param name="objective">What is differentiated for training examples. Default null: the loss.</param>
    /// <param name="queryObjective">What is differentiated for queries: something that falls when the measurement rises. Default null:
    /// minus the task's measurement.</param>
    public TwoSidedProjectionMap(
        GradientCollector collector,
        ProjectionSet projections,
        Objective? objective = null,
        Objective? queryObjective = null
    )
    {
        _collector = collector;
        _projections = projections;
        _objective = objective ?? Objective.Loss;
        _queryObjective = queryObjective ?? Objective.NegatedMeasurement;
    }

    /// <inheritdoc/>
    public FeatureLayout Layout => _projections.Layout;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> State => _projections.ToTensors();

    /// <inheritdoc/>
    public FeatureBatch Map(ExampleBatch batch) => Project(batch.Ids, _collector.Collect(batch, _objective));

    /// <inheritdoc/>
    public FeatureBatch MapPositions(ExampleBatch batch) => ProjectPositions(batch, _objective);

    /// <inheritdoc/>
    public FeatureBatch MapQueryPositions(ExampleBatch batch) => ProjectPositions(batch, _queryObjective);

    /// <inheritdoc/>
    public FeatureBatch MapQueries(ExampleBatch batch) => Project(batch.Ids, _collector.Collect(batch, _queryObjective));

    /// <summary>Frees the projections.</summary>
    public void Dispose()
    {
        _projections.Dispose();
    }

    private FeatureBatch ProjectPositions(ExampleBatch batch, Objective objective)
    {
        var gradients = _collector.CollectPositions(batch, objective);
        return Project(new UnnamedExamples((int)gradients[0].Count), gradients);
    }

    private FeatureBatch Project(IReadOnlyList<string> ids, IReadOnlyList<GradientBlock> gradients)
    {
        try
        {
            using var off = no_grad();
            return new FeatureBatch(ids, [.. gradients.Select((block, i) => block.Project(_projections[i].Output, _projections[i].Input))]);
        }
        finally
        {
            foreach (var block in gradients)
            {
                block.Dispose();
            }
        }
    }
}
