using DataWorth.Evaluation.Reports.Markup;

namespace DataWorth.Evaluation.Reports.Attribution;

/// <summary>Draws an <see cref="AttributionReport"/> as one self-contained page. Its script searches, filters, sorts, shows examples
/// large, copies and downloads; without it the page shows the same.</summary>
public static class AttributionPage
{
    /// <summary>Draws the page.</summary>
    /// <param name="report">What to show.</param>
    public static HtmlPage Create(AttributionReport report)
    {
        PageContent content = new(report);
        var body = Html.Of(
            $"""
            <header>
            <p class="brand">DataWorth <span>{report.Origin}</span></p>
            <h1>{report.Title}</h1>
            <p class="lead">{report.Summary}</p>
            {(report.Notice is null ? Html.Empty : Html.Of($"<p class=\"notice\" role=\"note\">{report.Notice}</p>"))}
            <dl class="figures">
            {report.Figures.Select(figure =>
                Html.Of($"<div><dt>{figure.Name}</dt><dd>{figure.Value}</dd><dd class=\"note\">{figure.Note}</dd></div>\n")
            )}</dl>
            {Contents(report)}
            </header>
            <main>
            {QuerySection.Render(content)}{SuspectSection.Render(content)}{DetailSection.Render(report)}{ExampleSection.Render(
                content
            )}</main>
            <dialog id="viewer" aria-label="An example"><button type="button" id="close" aria-label="Close">×</button><div id="shown"></div></dialog>
            <footer><p>Made by DataWorth. Scores are estimates from gradients, not retrainings: read them as an order first.</p></footer>
            """
        );
        return new HtmlPage
        {
            Title = "DataWorth: " + report.Title,
            Body = body,
            StyleSheet = HtmlPage.Resource("attribution.css") + content.Pictures.Rules,
            Script = HtmlPage.Resource("attribution.js"),
        };
    }

    private static Html Contents(AttributionReport report)
    {
        var suspects =
            report.Suspects.Count == 0
                ? Html.Empty
                : Html.Of($"<li><a href=\"#suspects\">Suspects</a></li><li><a href=\"#now\">What now</a></li>");
        var queries = report.Queries.Count == 0 ? Html.Empty : Html.Of($"<li><a href=\"#predictions\">Queries</a></li>");
        return Html.Of(
            $"""
            <nav aria-label="Contents"><ul class="contents">{queries}{suspects}<li><a href="#details">How this was made</a></li><li><a href="#examples">Training examples</a></li></ul></nav>
            """
        );
    }
}
