using DataWorth.Evaluation.Reports.Attribution;

namespace DataWorth.Cli.Commands.Serve;

/// <summary>A row as a person sees it.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Label">Its label; null if it has none.</param>
/// <param name="Predicted">What the model predicts of it; null for training examples.</param>
/// <param name="Probability">The probability of that.</param>
/// <param name="Image">A PNG picture as a data address; null if it is none.</param>
/// <param name="Columns">Its columns; null if it has none.</param>
internal sealed record ServedRow(
    string Id,
    string? Label,
    string? Predicted,
    double? Probability,
    string? Image,
    IReadOnlyDictionary<string, string>? Columns
)
{
    /// <summary>A row that is asked about.</summary>
    public static ServedRow Of(ReportQuery query) =>
        new(query.Id, query.TrueLabel, query.Predicted, query.Probability, Picture(query.Content), ColumnsOf(query.Content));

    /// <summary>A training example.</summary>
    public static ServedRow Of(ReportExample example) =>
        new(example.Id, example.Label, null, null, Picture(example.Content), ColumnsOf(example.Content));

    private static string? Picture(ExampleContent content) =>
        content.Png.IsEmpty ? null : "data:image/png;base64," + Convert.ToBase64String(content.Png.Span);

    private static Dictionary<string, string>? ColumnsOf(ExampleContent content) =>
        content.Columns.Count == 0 ? null : content.Columns.DistinctBy(column => column.Key).ToDictionary();
}
