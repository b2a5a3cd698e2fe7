namespace DataWorth.Data;

/// <summary>Consecutive rows of a view.</summary>
/// <param name="First">Index of the first row.</param>
/// <param name="Count">How many.</param>
internal readonly record struct RowRange(long First, long Count)
{
    /// <summary>Every row, however many there are.</summary>
    public static RowRange All { get; } = new(0, long.MaxValue);

    /// <summary>Index after the last row.</summary>
    public long End => First + Count;
}
