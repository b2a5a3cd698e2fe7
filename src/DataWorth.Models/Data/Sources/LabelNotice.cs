using DataWorth.Text;

namespace DataWorth.Models.Data.Sources;

/// <summary>What is said of the labels of a table that its owner may not expect.</summary>
internal static class LabelNotice
{
    private const int MostSmall = 10;

    /// <summary>Several columns have a usual name of labels; the first one is taken.</summary>
    internal static IEnumerable<string> OfSeveral(IReadOnlyList<string> columns) =>
        columns.Count < 2
            ? []
            :
            [
                $"Columns {Quoted(columns)} have a usual name of labels: '{columns[0]}' is taken as the label. Name another one with option "
                    + "'label-column'.",
            ];

    /// <summary>Features that say the label in other words: each of their values stands for one class, and each class for one of
    /// them.</summary>
    /// <remarks>Not said where most classes have one row: there any column of different values would be one.</remarks>
    internal static IEnumerable<string> OfCopies(TableContent table, string label, IEnumerable<string> features)
    {
        string[] labels = [.. table.Columns[label].Select(cell => ComposedText.Of(cell ?? ""))];
        var classes = labels.Distinct().Count();
        return classes < 2 || 2 * classes > labels.Length
            ? []
            : features
                .Where(feature => IsCopy(table.Columns[feature], labels, classes))
                .Select(feature =>
                    $"Column '{feature}' tells the label '{label}' exactly, each of its {classes} values one class: if it is a copy, leave it "
                    + $"out with option 'features' '!{feature}'."
                );
    }

    /// <summary>Labels most of which stand in one row: a text that names rows, or a measured number.</summary>
    /// <remarks>Not said of ten classes or fewer.</remarks>
    internal static IEnumerable<string> OfSingles(TableContent table, string label, int classes)
    {
        var singles = table.Columns[label].CountBy(cell => ComposedText.Of(cell ?? "")).Count(group => group.Value == 1);
        return classes <= MostSmall || 2 * singles <= classes
            ? []
            :
            [
                $"{singles} of {classes} classes of the label '{label}' have one row only: it looks like an id or a measured number, and nothing can "
                    + "be learned of such classes. Name another column with option 'label-column', or round numbers into classes.",
            ];
    }

    /// <summary>A label under another name than that of the fit.</summary>
    internal static string Taken(string expected, string column) =>
        $"There is no column '{expected}', the label of the fit: '{column}' is taken, whose values are classes of the fit. Name another one "
        + "with option 'label-column'.";

    /// <summary>Several columns could be the label.</summary>
    internal static string Undecided(string expected, IReadOnlyList<string> columns) =>
        $"There is no column '{expected}', the label of the fit, and no label is used: columns {Quoted(columns)} could have it. Name one with "
        + "option 'label-column'.";

    /// <summary>A column of a usual name has no classes of the fit.</summary>
    internal static string UnknownClass(string expected, string column, string value) =>
        $"There is no column '{expected}', the label of the fit, and no label is used: column '{column}' has '{value}', which is no class of "
        + "the fit. Name the column of the label with option 'label-column'.";

    private static bool IsCopy(string?[] cells, string[] labels, int classes)
    {
        Dictionary<string, string> meaning = [];
        foreach (var (cell, label) in cells.Zip(labels))
        {
            if (!meaning.TryAdd(ComposedText.Of(cell ?? ""), label) && meaning[ComposedText.Of(cell ?? "")] != label)
            {
                return false;
            }

            if (meaning.Count > classes)
            {
                return false;
            }
        }

        return meaning.Values.Distinct().Count() == meaning.Count;
    }

    private static string Quoted(IEnumerable<string> columns) => string.Join(", ", columns.Select(column => $"'{column}'"));
}
