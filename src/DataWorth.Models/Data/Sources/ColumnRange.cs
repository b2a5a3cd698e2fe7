namespace DataWorth.Models.Data.Sources;

/// <summary>The numbers of a column in the data of a fit.</summary>
/// <param name="Lowest">The smallest.</param>
/// <param name="Highest">The largest.</param>
/// <param name="Deviation">Their standard deviation; 0 where all are the same.</param>
public sealed record ColumnRange(double Lowest, double Highest, double Deviation)
{
    /// <summary>How far a number is from all of them, in standard deviations: 0 between the smallest and the largest.</summary>
    /// <param name="number">The number.</param>
    public double Beyond(double number)
    {
        var excess = Math.Max(0, Math.Max(Lowest - number, number - Highest));
        return excess == 0 ? 0 : excess / Deviation;
    }
}
