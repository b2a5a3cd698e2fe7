namespace DataWorth.Evaluation.Tasks;

/// <summary>How large a benchmark is.</summary>
/// <param name="TrainCount">Number of training examples N: the first of the data set.</param>
/// <param name="QueryCount">Number of queries Q, drawn without replacement from the test examples.</param>
/// <param name="QuerySeed">Seed of that choice. Default 0.</param>
public sealed record TaskSize(int TrainCount, int QueryCount, int QuerySeed = 0)
{
    internal void Validate(int available)
    {
        if (TrainCount < 2)
        {
            Throw.OutOfRange(nameof(TrainCount), TrainCount, "at least 2");
        }

        if (QueryCount < 1 || QueryCount > available)
        {
            Throw.OutOfRange(nameof(QueryCount), QueryCount, $"a number from 1 to {available}");
        }
    }
}
