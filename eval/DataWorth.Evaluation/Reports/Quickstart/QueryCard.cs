using System.Globalization;
using DataWorth.Evaluation.Reports.Markup;

namespace DataWorth.Evaluation.Reports.Quickstart;

/// <summary>Draws a query with its proponents and opponents.</summary>
internal static class QueryCard
{
    public static Html Render(ReportQuery query)
    {
        var largest = ExampleTile.LargestScore([.. query.Proponents, .. query.Opponents]);
        var probability = query.Probability.ToString("P0", CultureInfo.InvariantCulture);
        var verdict = query.IsCorrect
            ? Html.Of($"<p class=\"verdict right\">correct</p>")
            : Html.Of($"<p class=\"verdict wrong\">wrong: it is <b>{query.True}</b></p>");
        return Html.Of(
            $"""
            <article class="query">
            <div class="subject">
            <div class="picture"><img src="{query.Image.ToDataUri()}" width="112" height="112" alt="{"Query "
                + query.Id
                + ": "
                + query.True}"></div>
            <div><h3>{query.Predicted}</h3><p class="probability">predicted with {probability}</p>{verdict}<p class="id">{query.Id}</p></div>
            </div>
            <div class="neighbours">
            {Row("Proponents", "accent", query.Proponents, largest)}{Row("Opponents", "contrast", query.Opponents, largest)}</div>
            </article>

            """
        );
    }

    private static Html Row(string name, string style, IReadOnlyList<ReportExample> examples, double largest) =>
        Html.Of(
            $"""
            <h4 class="{style}">{name}</h4>
            <ul class="tiles">{examples.Select(example => ExampleTile.Render(example, largest, style))}</ul>

            """
        );
}
