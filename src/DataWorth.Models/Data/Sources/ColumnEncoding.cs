namespace DataWorth.Models.Data.Sources;

/// <summary>How one column becomes features: a number x becomes (x - <see cref="Offset"/>)/<see cref="Scale"/>, a text the vector of zeros
/// with a one at the place of its category.</summary>
public sealed record ColumnEncoding
{
    /// <summary>Name of the column.</summary>
    public string Name { get; init; } = "";

    /// <summary>The categories in order, '' being the empty cell; null for numbers.</summary>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>What is subtracted from a number. Default 0.</summary>
    public double Offset { get; init; }

    /// <summary>What a number is then divided by, greater than 0. Default 1.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>The number in place of an empty cell; null (default) refuses one.</summary>
    public double? Replacement { get; init; }

    /// <summary>The numbers of the data of the fit; null for categories.</summary>
    public ColumnRange? Range { get; init; }

    /// <summary>The number of features.</summary>
    internal int Width => Categories?.Count ?? 1;

    /// <summary>The names of the features.</summary>
    internal IEnumerable<string> FeatureNames => Categories?.Select(category => $"{Name}.{category}") ?? [Name];
}
