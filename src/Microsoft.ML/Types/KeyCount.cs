namespace Microsoft.ML.Data;

/// <summary>Number of categories of a key column read from text.</summary>
public sealed class KeyCount
{
    /// <summary>Number of categories; null: as many as the .NET type can hold.</summary>
    public ulong? Count;

    /// <summary>As many categories as the .NET type can hold.</summary>
    public KeyCount()
    {
    }

    /// <summary>A given number of categories.</summary>
    /// <param name="count">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is 0.</exception>
    public KeyCount(ulong count)
    {
        Throw.Unless(count > 0, nameof(count), "Should be non-zero.");
        Count = count;
    }
}
