namespace DataWorth.Models.Data.Sources;

/// <summary>Rows as a model takes them.</summary>
/// <param name="Ids">Their ids.</param>
/// <param name="Labels">Their class indices, -1 for a query that has none; null if there are none.</param>
/// <param name="ItemShape">The shape of the features of a row.</param>
/// <param name="Features">Makes the features of a row.</param>
internal sealed record DataRows(
    IReadOnlyList<string> Ids,
    IReadOnlyList<long>? Labels,
    IReadOnlyList<long> ItemShape,
    Func<int, float[]> Features
)
{
    /// <summary>The names of the features, as the encoders of ML.NET form them ('colour.red'); null for images.</summary>
    internal IReadOnlyList<string>? Names { get; init; }

    /// <summary>The cells of a row that are features, for people; null for images.</summary>
    internal Func<int, IReadOnlyList<KeyValuePair<string, string>>>? Cells { get; init; }

    /// <summary>The numbers of a row that are far from all that the fit saw; null for images.</summary>
    internal Func<int, IReadOnlyList<OutsideValue>>? Outside { get; init; }
}
