using DataWorth.Tasks;

namespace DataWorth.Features;

/// <summary>The first part of a recipe: example -> phi in R^D.</summary>
public interface IFeatureMap : IDisposable
{
    /// <summary>How phi is laid out.</summary>
    FeatureLayout Layout { get; }

    /// <summary>Names of the numbers kept per example beside phi (<see cref="FeatureBatch.Scalars"/>). Default none.</summary>
    IReadOnlyList<string> Scalars => [];

    /// <summary>Which of <see cref="Scalars"/> scores are multiplied with; null (the default) for none.</summary>
    string? WeightScalar => null;

    /// <summary>The tensors that it cannot make again from the options alone (projections), for the fit artifact; owned by the map. Default
    /// none.</summary>
    IReadOnlyDictionary<string, Tensor> State => new Dictionary<string, Tensor>();

    /// <summary>Runs the model and returns the features of a batch. Equal for an example whatever batch it is in, up to rounding.</summary>
    FeatureBatch Map(ExampleBatch batch);

    /// <summary>The share of every position in the features of one example: T features whose sum is the example's. Maps whose features are
    /// no sums over positions refuse it, which is the default.</summary>
    /// <param name="batch">One example of T positions, without padding.</param>
    /// <exception cref="NotSupportedException">The features are no sums over positions.</exception>
    FeatureBatch MapPositions(ExampleBatch batch)
    {
        CoreThrow.NoPositionFeatures(GetType().Name);
        return null!;
    }

    /// <summary>The same of a query: T features whose sum is that of <see cref="MapQueries"/>. Default: as for training examples.</summary>
    /// <param name="batch">One query of T positions, without padding.</param>
    /// <exception cref="NotSupportedException">The features are no sums over positions.</exception>
    FeatureBatch MapQueryPositions(ExampleBatch batch) => MapPositions(batch);

    /// <summary>Features of queries, signed so that a positive product with a training example's features means a proponent. Default: as
    /// for training examples.</summary>
    FeatureBatch MapQueries(ExampleBatch batch) => Map(batch);
}
