using DataWorth.Evaluation.Reports.Markup;

namespace DataWorth.Evaluation.Reports.Attribution;

/// <summary>Draws how the page was made: method, scores, time, command, tables, notes.</summary>
internal static class DetailSection
{
    /// <summary>Draws the section.</summary>
    public static Html Render(AttributionReport report) =>
        Html.Of(
            $"""
            <section aria-labelledby="details">
            <h2 id="details">How this page was made</h2>
            <p class="hint">{report.Method.Explanation} {report.Method.Damping}</p>
            <p class="command"><code>{report.Command}</code></p>
            <div class="columns">{(report.Scores is { } bins ? ReportCharts.Scores(bins) : Html.Empty)}{(
                report.Timings.Count == 0 ? Html.Empty : ReportCharts.Timings(report.Timings)
            )}</div>
            <div class="tables">{report.Tables.Select(Table)}</div>
            {(
                report.Notes.Count == 0
                    ? Html.Empty
                    : Html.Of($"<ul class=\"notes\">{report.Notes.Select(note => Html.Of($"<li>{note}</li>\n"))}</ul>")
            )}
            </section>

            """
        );

    private static Html Table(ReportTable table) =>
        Html.Of(
            $"""
            <table><caption>{table.Title}</caption><tbody>
            {table.Rows.Select(row => Html.Of($"<tr><th scope=\"row\">{row.Key}</th><td>{row.Value}</td></tr>\n"))}</tbody></table>

            """
        );
}
