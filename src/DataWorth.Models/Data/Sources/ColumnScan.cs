using DataWorth.Text;

namespace DataWorth.Models.Data.Sources;

/// <summary>What the cells of a column are.</summary>
internal sealed class ColumnScan
{
    private readonly Lazy<HashSet<string>> _texts;
    private readonly Lazy<(double Mean, double Deviation)> _moments;

    /// <summary>A column of texts with more different ones than this is a feature only if the options list it as categories.</summary>
    internal const int MostCategories = 100;

    /// <param name="cells">The cells.</param>
    internal ColumnScan(string?[] cells)
    {
        _texts = new(() => cells.Select(cell => ComposedText.Of(cell ?? "")).ToHashSet(StringComparer.Ordinal));
        List<double> numbers = [];
        for (var row = 0; row < cells.Length; row++)
        {
            var cell = cells[row];
            if (Cell.IsEmpty(cell))
            {
                Empty++;
            }

            if (Cell.TryNumber(cell, out var number))
            {
                numbers.Add(number);
                (Lowest, Highest) = (Math.Min(Lowest, number), Math.Max(Highest, number));
                HasFractions |= number != Math.Floor(number);
            }
            else if (!Cell.IsMissingNumber(cell))
            {
                FirstText ??= row;
            }
        }

        (Numbers, _moments) = (numbers.Count, new(() => ColumnTransforms.Learn(numbers)));
        HasCommas = FirstText is { } text && Cell.HasComma(cells[text]!.Trim());
        IsEmpty = Empty == cells.Length;
        IsNumeric = FirstText is null && Numbers > 0;
        IsNearlyNumeric = !IsNumeric && 2 * Numbers > cells.Length - Empty;
    }

    /// <summary>The different texts, composed (Unicode form NFC), '' among them if a cell is empty.</summary>
    internal HashSet<string> Texts => _texts.Value;

    internal int Numbers { get; }

    internal int Empty { get; }

    internal bool IsEmpty { get; }

    /// <summary>Every cell is a number or says that it has none.</summary>
    internal bool IsNumeric { get; }

    /// <summary>More than half of the cells are numbers, but not all: a fault of the data rather than categories.</summary>
    internal bool IsNearlyNumeric { get; }

    internal bool HasFractions { get; }

    /// <summary>The first cell that is no number is one with commas.</summary>
    internal bool HasCommas { get; }

    /// <summary>The first row whose cell is no number.</summary>
    internal int? FirstText { get; }

    internal double Mean => _moments.Value.Mean;

    /// <summary>The deviation of the numbers; 1 if they are all the same.</summary>
    internal double Deviation => _moments.Value.Deviation is > 0 and var deviation ? deviation : 1;

    /// <summary>The numbers; they have a deviation of 0 if they are all the same.</summary>
    internal ColumnRange Range => new(Lowest, Highest, _moments.Value.Deviation);

    internal string Type =>
        IsEmpty ? "empty"
        : IsNumeric
            ? HasFractions ? "numbers"
                : "whole numbers"
        : $"texts, {Texts.Count} {(Texts.Count == 1 ? "value" : "values")}";

    private double Lowest { get; } = double.PositiveInfinity;

    private double Highest { get; } = double.NegativeInfinity;
}
