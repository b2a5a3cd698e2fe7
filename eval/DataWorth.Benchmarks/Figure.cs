namespace DataWorth.Benchmarks;

/// <summary>One measured number.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">The number.</param>
/// <param name="Unit">Its unit; empty for ratios.</param>
/// <param name="AtMost">Goal: the largest value that is good; null for none.</param>
/// <param name="AtLeast">Goal: the smallest value that is good; null for none.</param>
public sealed record Figure(string Name, double Value, string Unit, double? AtMost = null, double? AtLeast = null)
{
    /// <summary>True if the goal is met or there is none.</summary>
    public bool IsMet => !(Value > AtMost) && !(Value < AtLeast);
}
