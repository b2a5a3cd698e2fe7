namespace DataWorth.Evaluation.Retraining;

/// <summary>A share of a list of retrainings: every <paramref name="Count"/>-th from <paramref name="Index"/>.</summary>
/// <param name="Index">Number of the shard, 0 .. Count - 1.</param>
/// <param name="Count">Number of shards, at least 1.</param>
public readonly record struct RetrainShard(int Index, int Count)
{
    /// <summary>Everything.</summary>
    public static RetrainShard Whole => new(0, 1);

    /// <summary>Whether the item of that position of the list is in this shard. What exists already does not change it.</summary>
    /// <param name="position">Position from 0.</param>
    public bool Contains(int position) => position % Count == Index;
}
