using DataWorth.Features;

namespace DataWorth.Statistics;

/// <summary>Sums over the features of training examples.</summary>
public abstract class FeatureSums : RunningSums
{
    /// <summary>Adds a batch.</summary>
    /// <param name="batch">Its features, which stay the caller's.</param>
    public abstract void Add(FeatureBatch batch);
}
