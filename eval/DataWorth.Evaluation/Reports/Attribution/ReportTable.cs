namespace DataWorth.Evaluation.Reports.Attribution;

/// <summary>A table of names and values at the end of a report.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Rows">Names and values.</param>
public sealed record ReportTable(string Title, IReadOnlyList<KeyValuePair<string, string>> Rows);
