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

    /// <summary>Texts of one column that differ in capitals only.</summary>
    /// <param name="columns">The features.</param>
    /// <param name="classes">The classes; none without labels.</param>
    internal static IEnumerable<string> OfCases(IEnumerable<ColumnEncoding> columns, IReadOnlyList<string> classes) =>
        [
            .. columns.SelectMany(column =>
                Alike(column.Categories ?? [])
                    .Select(names => $"Column '{column.Name}' has {Quoted(names)}, categories that differ in capitals only.")
            ),
            .. Alike(classes).Select(names => $"Labels {Quoted(names)} are classes that differ in capitals only."),
        ];

    /// <summary>Queries of which some have a label and some have none.</summary>
    /// <param name="table">The queries.</param>
    /// <param name="label">The column of the label.</param>
    internal static IEnumerable<string> OfEmptyLabels(TableContent table, string label)
    {
        var cells = table.Columns[label];
        var empty = cells.Count(Cell.IsEmpty);
        return empty == 0 ? []
            : empty == cells.Length ? [$"Label column '{label}' is empty in all rows: they have no labels."]
            :
            [
                $"Label column '{label}' is empty in {empty} of {cells.Length} rows, such as {table.Place(Array.FindIndex(cells, Cell.IsEmpty))}: "
                    + "they have no label, and what the model predicts for them is explained.",
            ];
    }

    /// <summary>A column that is the id of the fit but for its capitals.</summary>
    /// <param name="table">The queries.</param>
    /// <param name="expected">The column of the fit, which they have not.</param>
    internal static IEnumerable<string> OfOtherIds(TableContent table, string expected) =>
        table
            .Columns.Keys.Where(name => string.Equals(name, expected, StringComparison.OrdinalIgnoreCase))
            .Select(name =>
                $"There is no column '{expected}', the id of the fit, and rows are called by their places in the file. If '{name}' is meant, "
                + "name it with option 'id-column'."
            );

    /// <summary>Ids under another name than that of the fit.</summary>
    /// <param name="expected">The column of the fit; null if it had none.</param>
    /// <param name="column">The column that is taken.</param>
    internal static string OtherId(string? expected, string column) =>
        (expected is null ? "The fit has no column of ids" : $"There is no column '{expected}', the id of the fit")
        + $": '{column}' is taken, by its name. Name another one with option 'id-column'.";

    /// <summary>Rows with numbers far from all that the fit saw.</summary>
    /// <param name="ids">Ids of the rows.</param>
    /// <param name="outside">Such numbers of a row.</param>
    internal static IEnumerable<string> OfOutside(IReadOnlyList<string> ids, Func<int, IReadOnlyList<OutsideValue>> outside)
    {
        var far = ids.Index().Select(row => (row.Item, Values: outside(row.Index))).Where(row => row.Values.Count > 0).ToList();
        if (far.Count == 0)
        {
            yield break;
        }

        var (id, values) = far[0];
        yield return $"{far.Count} of {ids.Count} rows {(far.Count == 1 ? "is" : "are")} far outside of what the model was trained on, "
            + $"such as '{id}' ({values[0].Text}). What a model says there is a guess, and so is what is behind it.";
    }

    private static IEnumerable<IEnumerable<string>> Alike(IReadOnlyList<string> names) =>
        names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1);

    private static bool IsDate(string text) =>
        DateTime.TryParseExact(text.Split(' ', 'T')[0], s_dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static string Quoted(IEnumerable<string> names) =>
        string.Join(", ", names.Order(StringComparer.Ordinal).Select(name => $"'{name}'"));
}
