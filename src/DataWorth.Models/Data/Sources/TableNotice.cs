using System.Globalization;
using DataWorth.Text;

namespace DataWorth.Models.Data.Sources;

/// <summary>What is said of the columns of a table that its owner may not expect.</summary>
internal static class TableNotice
{
    private static readonly HashSet<string> s_missing = new(StringComparer.OrdinalIgnoreCase)
    {
        "na",
        "n/a",
        "nan",
        "none",
        "null",
        "nil",
        "?",
        "-",
    };

    private static readonly string[] s_dates = ["yyyy-MM-dd", "yyyy/MM/dd", "dd.MM.yyyy", "MM/dd/yyyy", "dd/MM/yyyy"];

    /// <summary>Classes that are written as missing values are.</summary>
    /// <param name="classes">The classes.</param>
    internal static IEnumerable<string> OfMissingLabels(IReadOnlyList<string> classes) =>
        classes
            .Where(s_missing.Contains)
            .Select(name => $"Label '{name}' looks like a missing value, and is a class. If it is none, take its rows out of the data.");

    /// <summary>Labels that are one class though they are written in several ways, and classes that are one number.</summary>
    /// <param name="labels">The labels of all rows.</param>
    /// <param name="classes">The classes.</param>
    internal static IEnumerable<string> OfSpellings(IEnumerable<string?> labels, IReadOnlyList<string> classes)
    {
        ClassIndex index = new(classes);
        foreach (
            var same in labels
                .OfType<string>()
                .Select(ComposedText.Of)
                .Distinct(StringComparer.Ordinal)
                .GroupBy(label => index.Of(label, () => ""))
                .Where(group => group.Count() > 1)
        )
        {
            yield return $"Labels {Quoted(same)} are one class.";
        }

        foreach (var alike in classes.Where(name => IsNumber(name)).GroupBy(Number).Where(group => group.Count() > 1))
        {
            yield return $"Labels {Quoted(alike)} are classes of their own, though they are one number.";
        }
    }

    /// <summary>Features of one value.</summary>
    /// <param name="table">The table.</param>
    /// <param name="features">Names of the columns.</param>
    internal static IEnumerable<string> OfConstants(TableContent table, IEnumerable<string> features)
    {
        var same = features
            .Where(name => table.Columns[name].Length > 1 && table.Columns[name].All(cell => cell == table.Columns[name][0]))
            .ToList();
        return same.Count == 0 ? []
            : same.Count == 1 ? [$"Column '{same[0]}' has the same value in all rows: it tells nothing."]
            : [$"{same.Count} columns have the same value in all rows, such as '{same[0]}': they tell nothing."];
    }

    /// <summary>Categories that are dates: another date is no category.</summary>
    /// <param name="columns">The features.</param>
    internal static IEnumerable<string> OfDates(IEnumerable<ColumnEncoding> columns) =>
        columns
            .Where(column => column.Categories is { Count: > 1 } categories && categories.All(name => name.Length == 0 || IsDate(name)))
            .Select(column =>
                $"Column '{column.Name}' has dates, taken as {column.Categories!.Count} categories: no other date can be asked about. Make a "
                + $"number of it, or leave it out with option 'features' '!{column.Name}'."
            );

    private static bool IsDate(string text) =>
        DateTime.TryParseExact(text.Split(' ', 'T')[0], s_dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static string Quoted(IEnumerable<string> names) =>
        string.Join(", ", names.Order(StringComparer.Ordinal).Select(name => $"'{name}'"));
}
