namespace DataWorth.Stages;

/// <summary>A share of the training rows that one worker takes: part <see cref="Index"/> of <see cref="Count"/> equal ones. The default is
/// everything.</summary>
/// <remarks>All workers of a fit use the same number of parts. A part may be empty when there are more parts than shards.</remarks>
public readonly record struct Part
{
    private readonly int _others;

    /// <summary>Makes a part.</summary>
    /// <param name="index">From 0 to <paramref name="count"/> - 1.</param>
    /// <param name="count">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public Part(int index, int count)
    {
        if (index < 0 || index >= count)
        {
            Throw.PartRange(index, count);
        }

        (Index, _others) = (index, count - 1);
    }

    /// <summary>Index of the part, from 0.</summary>
    public int Index { get; }

    /// <summary>Number of parts.</summary>
    public int Count => _others + 1;

    /// <summary>Everything.</summary>
    public static Part Whole => default;

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
