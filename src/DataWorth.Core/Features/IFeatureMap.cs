using DataWorth.Tasks;

namespace DataWorth.Features;

/// <summary>The first part of a recipe: example -> phi in R^D.</summary>
public interface IFeatureMap : IDisposable
{
    /// <summary>How phi is laid out.</summary>
    FeatureLayout Layout { get; }

    /// <summary>Runs the model and returns the features of a batch. Equal for an example whatever batch it is in, up to rounding.</summary>
    FeatureBatch Map(ExampleBatch batch);
}
