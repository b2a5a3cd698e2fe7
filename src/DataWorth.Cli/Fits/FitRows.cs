using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Reports.Attribution;
using DataWorth.Models.Data.Sources;

namespace DataWorth.Cli.Fits;

/// <summary>Rows of data as reports and tables show them.</summary>
/// <param name="data">The rows; null where only ids are known.</param>
/// <param name="classes">Names of the classes.</param>
/// <param name="withContent">Whether pictures and columns are shown.</param>
internal sealed class FitRows(DataSource? data, IReadOnlyList<string> classes, bool withContent)
{
    private readonly Dictionary<string, int> _rows =
        data?.Ids.Index().ToDictionary(entry => entry.Item, entry => entry.Index, StringComparer.Ordinal) ?? [];

    /// <summary>The name of a row's class; null where it is not known.</summary>
    public string? Label(int row) => data?.Labels is { } labels ? classes[(int)labels[row]] : null;

    /// <summary>A row by its id.</summary>
    public ReportExample Example(string id) =>
        _rows.TryGetValue(id, out var row)
            ? new ReportExample
            {
                Id = id,
                Label = Label(row),
                Content = Content(row),
            }
            : new ReportExample { Id = id };

    /// <summary>What a person sees of a row.</summary>
    public ExampleContent Content(int row) =>
        !withContent || data is null ? ExampleContent.None
        : data.Picture(row) is { } png ? new ExampleContent { Png = png }
        : new ExampleContent { Columns = [.. Excerpt.Of(data.Cells(row), left => new("...", left))] };
}
