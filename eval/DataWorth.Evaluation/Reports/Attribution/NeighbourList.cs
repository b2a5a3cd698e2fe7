using DataWorth.Evaluation.Reports.Markup;

namespace DataWorth.Evaluation.Reports.Attribution;

/// <summary>Draws proponents or opponents of a query: picture or beginning, a bar relative to the query's strongest, score, label and
/// id.</summary>
internal static class NeighbourList
{
    /// <summary>Draws a side.</summary>
    /// <param name="content">The page.</param>
    /// <param name="neighbours">The side's examples, strongest first.</param>
    /// <param name="side">"proponent" or "opponent", a class of the style sheet.</param>
    /// <param name="strongest">The largest magnitude of both sides.</param>
    /// <param name="format">How the query's scores are written.</param>
    /// <param name="predicted">The query's class; null where there are none.</param>
    public static Html Render(
        PageContent content,
        IReadOnlyList<ReportNeighbour> neighbours,
        string side,
        double strongest,
        ScoreFormat format,
        string? predicted
    )
    {
        var layout = neighbours.All(neighbour => neighbour.Example.Content.Png.IsEmpty) ? "lines" : "grid";
        return Html.Of($"<ul class=\"near {side} {layout}\">\n{neighbours.Select(Tile)}</ul>\n");

        Html Tile(ReportNeighbour neighbour)
        {
            var example = neighbour.Example;
            var score = neighbour.Score / content.Scale.Divisor;
            var share = strongest > 0 ? score / strongest * 100 : 0;
            var mark =
                example.IsFlipped ? Html.Of($"<small>really {example.TrueLabel}</small>")
                : example.Label is not null && predicted is not null && example.Label != predicted ? Html.Of($"<small>other class</small>")
                : Html.Empty;
            var label = example.IsFlipped ? Html.Of($"<b class=\"flip\">{example.Label}</b>") : Html.Text(example.Label ?? "");
            var excerpt = layout == "lines" ? Html.Of($"<span class=\"text\">{ContentText.Excerpt(example.Content)}</span>") : Html.Empty;
            return Html.Of(
                $"""
                <li><a class="tile" href="#{content.Find(example).Anchor}">{content.Pictures.Show(example.Content)}<span class="bar"><i style="width:{Math.Abs(
                    share
                ):0.#}%"></i></span><b class="absolute">{format.Signed(score)}</b><b class="relative">{share:+0;−0;0} %</b><span class="name">{label}{mark}</span>{excerpt}<small class="id">{example.Id}</small></a></li>

                """
            );
        }
    }
}
