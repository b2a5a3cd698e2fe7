namespace DataWorth.Stages;

/// <summary>A share of the training rows that one worker takes: part <paramref name="Index"/> of <paramref name="Count"/> equal
/// ones.</summary>
/// <remarks>All workers of a fit use the same number of parts. A part may be empty when there are more parts than shards.</remarks>
/// <param name="Index">From 0 to <paramref name="Count"/> - 1.</param>
/// <param name="Count">At least 1.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
public readonly record struct Part(int Index, int Count)
{
    /// <summary>Index of the part, from 0.</summary>
    public int Index { get; } = Index >= 0 && Index < Count ? Index : throw Throw.PartRange(Index, Count);

    /// <summary>Number of parts.</summary>
    public int Count { get; } = Count;

    /// <summary>Everything.</summary>
    public static Part Whole { get; } = new(0, 1);

    /// <summary>Whether it is everything.</summary>
    public bool IsWhole => Count == 1;

    /// <summary>The part's share of things that are counted from 0.</summary>
    /// <param name="total">How many there are.</param>
    public (long First, long Count) Of(long total)
    {
        var first = (long)((Int128)total * Index / Count);
        return (first, (long)((Int128)total * (Index + 1) / Count) - first);
    }
}
