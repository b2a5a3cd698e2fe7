using DataWorth.Evaluation.Reports.Markup;

namespace DataWorth.Evaluation.Reports.Attribution;

/// <summary>Draws every training example of the page once and whole: what the links of tiles lead to, and what the viewer shows.</summary>
internal static class ExampleSection
{
    /// <summary>Draws the section.</summary>
    public static Html Render(PageContent content) =>
        Html.Of(
            $"""
            <section aria-labelledby="examples">
            <h2 id="examples">Training examples</h2>
            <details><summary>All {content.Examples.Count():N0} that this page shows, and the queries that each of them touches</summary>
            <ul class="examples">
            {content.Examples.Select(shown => Entry(content, shown))}</ul>
            </details>
            </section>

            """
        );

    private static Html Entry(PageContent content, ShownExample shown)
    {
        var example = shown.Example;
        var label = example.Label is null
            ? Html.Empty
            : Html.Of(
                $"<p class=\"label\">{example.Label}{(example.IsFlipped ? Html.Of($" <b class=\"flip\">flipped, really {example.TrueLabel}</b>") : Html.Empty)}</p>"
            );
        return Html.Of(
            $"""
            <li class="entry" id="{shown.Anchor}">{content.Pictures.Show(example.Content, example.Id)}<div class="facts"><h3>{example.Id}</h3>{label}{Suspicion(
                content,
                shown
            )}{ContentText.Whole(example.Content)}{Touches(content, shown)}</div></li>

            """
        );
    }

    private static Html Suspicion(PageContent content, ShownExample shown)
    {
        if (shown.Suspect is not { } place)
        {
            return Html.Empty;
        }

        var suspect = content.Report.Suspects[place];
        var suggestion = suspect.SuggestedLabel is null ? "" : $"; the model would say {suspect.SuggestedLabel}";
        var value = suspect.SelfInfluence / content.Scale.Divisor;
        return Html.Of(
            $"<p class=\"suspicion\">Suspect {place + 1} of {content.Report.Suspects.Count}: self-influence {ScoreText.Format(value)}{suggestion}.</p>"
        );
    }

    private static Html Touches(PageContent content, ShownExample shown)
    {
        if (shown.Touches.Count == 0)
        {
            return Html.Of($"<p class=\"touches\">Among the strongest of no query on this page.</p>");
        }

        var format = ScoreFormat.For(shown.Touches.Select(touch => touch.Score));
        var factor = format.Factor.Length == 0 ? "" : $" ({format.Factor})";
        var touches = shown
            .Touches.OrderByDescending(touch => Math.Abs(touch.Score))
            .Select(touch =>
            {
                var query = content.Queries[touch.Query];
                var side = touch.Score < 0 ? "opponent" : "proponent";
                return Html.Of(
                    $"<li><a href=\"#q{touch.Query}\"><b class=\"{side}\">{format.Signed(touch.Score)}</b> {query.Id}{(query.Predicted is null ? "" : ", " + query.Predicted)}</a></li>"
                );
            });
        return Html.Of($"<p class=\"touches\">Touches these queries{factor}:</p><ul class=\"touches\">{touches}</ul>");
    }
}
