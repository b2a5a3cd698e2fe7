using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Reports.Attribution;
using DataWorth.Models.Data.Sources;

namespace DataWorth.Cli.Fits.Rows;

/// <summary>Rows of data as reports and tables show them.</summary>
/// <param name="data">The rows; null where only ids are known.</param>
/// <param name="classes">Names of the classes.</param>
internal sealed class FitRows(DataSource? data, IReadOnlyList<string> classes)
{
    private readonly Dictionary<string, int> _rows =
        data?.Ids.Index().ToDictionary(entry => entry.Item, entry => entry.Index, StringComparer.Ordinal) ?? [];

    /// <summary>The name of a row's class; null where it is not known.</summary>
    public string? Label(int row) => data?.Labels?[row] is { } label and not DataSource.NoLabel ? classes[(int)label] : null;

    /// <summary>A row by its id.</summary>
    /// <param name="id">The id.</param>
    /// <param name="withContent">Whether picture and columns are shown.</param>
    public ReportExample Example(string id, bool withContent) =>
        _rows.TryGetValue(id, out var row)
            ? new ReportExample
            {
                Id = id,
                Label = Label(row),
                Content = withContent ? Content(row) : ExampleContent.None,
            }
            : new ReportExample { Id = id };

    /// <summary>What a person sees of a row.</summary>
    public ExampleContent Content(int row) =>
        data is null ? ExampleContent.None
        : data.Picture(row) is { } png ? new ExampleContent { Png = png }
        : new ExampleContent { Columns = [.. Excerpt.Of(data.Cells(row), left => new("...", left))] };
}
