namespace DataWorth.Models.Training;

/// <summary>Optimisers for training.</summary>
public enum OptimizerKind
{
    /// <summary>Stochastic gradient descent with momentum.</summary>
    Sgd,

    /// <summary>AdamW with averaging factors 0.9 and 0.999.</summary>
    AdamW,
}
