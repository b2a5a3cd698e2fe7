using System.Globalization;

namespace DataWorth.Evaluation.Reports.Charts;

/// <summary>An axis of a chart.</summary>
/// <param name="Label">What is measured, with its unit.</param>
public sealed record ChartAxis(string Label)
{
    /// <summary>Whether values are shares, shown as percentages. Default false.</summary>
    public bool IsShare { get; init; }

    /// <summary>Whether steps are factors. Values of 0 and below lie at the lower end, which then has the label 0. Default false.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>The lower end, or null to take it from the data. Default null.</summary>
    public double? Minimum { get; init; }

    /// <summary>The upper end, or null to take it from the data. Default null.</summary>
    public double? Maximum { get; init; }

    internal string Format(double value) =>
        IsShare ? (value * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %" : FormatNumber(value);

    // With a real minus sign, which is as wide as a plus sign.
    internal static string FormatNumber(double value) =>
        (value < 0 ? "\u2212" : "")
        + Math.Abs(value) switch
        {
            0 => "0",
            >= 1e9 or < 1e-3 => Math.Abs(value).ToString("0.##e0", CultureInfo.InvariantCulture),
            >= 1e6 => (Math.Abs(value) / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + " M",
            >= 1e4 => (Math.Abs(value) / 1e3).ToString("0.##", CultureInfo.InvariantCulture) + " k",
            _ => Math.Abs(value).ToString("0.####", CultureInfo.InvariantCulture),
        };
}
