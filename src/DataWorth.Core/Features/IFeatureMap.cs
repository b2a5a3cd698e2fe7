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

    /// <summary>Features of queries, signed so that a positive product with a training example's features means a proponent. Default: as
    /// for training examples.</summary>
    FeatureBatch MapQueries(ExampleBatch batch) => Map(batch);
}
