using DataWorth.Tasks;

namespace DataWorth.Statistics;

/// <summary>Sums over training examples that run the model themselves.</summary>
public abstract class ExampleSums : RunningSums
{
    /// <summary>Adds a batch.</summary>
    /// <param name="batch">The examples.</param>
    public abstract void Add(ExampleBatch batch);
}
