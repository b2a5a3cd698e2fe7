namespace DataWorth.Features;

/// <summary>The features of all training examples, as often as a curvature needs to see them.</summary>
public interface ITrainingFeatures
{
    /// <summary>Layout of the features.</summary>
    FeatureLayout Layout { get; }

    /// <summary>Floating type of the computations.</summary>
    ScalarType Type { get; }

    /// <summary>Device of the computations.</summary>
    Device Device { get; }

    /// <summary>Number of training examples N.</summary>
    long Count { get; }

    /// <summary>All features in order, as the store holds them (decoded); blocks may be dense. Each batch is valid until the next is asked
    /// for.</summary>
    IEnumerable<FeatureBatch> Rows();

    /// <summary>All gradients in factored form, in order, made by running the model once more. Each batch is valid until the next is asked
    /// for.</summary>
    IEnumerable<FeatureBatch> Gradients();
}
