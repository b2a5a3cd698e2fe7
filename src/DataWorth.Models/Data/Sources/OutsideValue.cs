using System.Globalization;
using System.Text.Json.Serialization;

namespace DataWorth.Models.Data.Sources;

/// <summary>A number of a query that is far from all that the model was trained on: more than <see cref="MostDeviations"/> standard deviations
/// of the column below the smallest or above the largest.</summary>
/// <param name="Column">Name of the column.</param>
/// <param name="Value">The number.</param>
/// <param name="Lowest">The smallest of the training data.</param>
/// <param name="Highest">The largest of the training data.</param>
/// <param name="Deviations">How far it is from the nearest of the two, in standard deviations; null where the column had one number
/// only.</param>
public sealed record OutsideValue(string Column, double Value, double Lowest, double Highest, double? Deviations)
{
    /// <summary>How many standard deviations beyond what was seen are not yet far.</summary>
    public const double MostDeviations = 3;

    /// <summary>Such a value; null where it is not far outside, or the encoding does not say what was seen.</summary>
    internal static OutsideValue? Of(ColumnEncoding encoding, double value) =>
        encoding.Range is { } range && range.Beyond(value) is > MostDeviations and var deviations
            ? new(encoding.Name, value, range.Lowest, range.Highest, double.IsFinite(deviations) ? deviations : null)
            : null;

    /// <summary>Such as "length 900, trained on 0.1 to 6.9".</summary>
    [JsonIgnore]
    public string Text =>
        string.Create(CultureInfo.InvariantCulture, $"{Column} {Value:0.####}, trained on {Lowest:0.####} to {Highest:0.####}");
}
