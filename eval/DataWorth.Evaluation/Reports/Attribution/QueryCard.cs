using System.Globalization;
using DataWorth.Evaluation.Reports.Markup;

namespace DataWorth.Evaluation.Reports.Attribution;

/// <summary>Draws a query with its proponents and opponents.</summary>
internal static class QueryCard
{
    // A change of the log-probability below 0.001 changes no probability by more than a thousandth of itself.
    private const double Weak = 0.001;

    /// <summary>Draws the card.</summary>
    /// <param name="content">The page.</param>
    /// <param name="place">The query's place in it.</param>
    public static Html Render(PageContent content, int place)
    {
        var query = content.Queries[place];
        double[] scores = [.. query.Proponents.Concat(query.Opponents).Select(neighbour => neighbour.Score / content.Scale.Divisor)];
        var format = ScoreFormat.For(scores);
        var strongest = scores.Select(Math.Abs).DefaultIfEmpty().Max();
        var verdict =
            query.IsWrong ? Html.Of($"<p class=\"verdict wrong\">wrong: it is <b>{query.TrueLabel}</b></p>")
            : query.IsCorrect ? Html.Of($"<p class=\"verdict right\">correct</p>")
            : Html.Empty;
        var probability = query.Probability is { } p ? Html.Of($"<p class=\"probability\">predicted with {Percent(p)}</p>") : Html.Empty;
        var picture = query.Content.Png.IsEmpty
            ? Html.Empty
            : Html.Of(
                $"<a class=\"picture\" href=\"#q{place}\" aria-label=\"{query.Id}: show large\">{content.Pictures.Show(query.Content)}</a>"
            );
        return Html.Of(
            $"""
            <article class="query" id="q{place}" data-id="{query.Id}" data-predicted="{query.Predicted}" data-true="{query.TrueLabel}" data-verdict="{(
                query.IsWrong ? "wrong" : query.IsCorrect ? "right" : ""
            )}" data-probability="{query.Probability ?? 0:0.######}">
            <div class="subject">{picture}
            <div class="facts"><h3>{query.Predicted ?? query.Id}</h3>{probability}{verdict}<p class="id">{query.Id}</p>{ContentText.Whole(
                query.Content
            )}</div>
            </div>
            <div class="neighbours">
            {Outside(query)}{Note(content, query, strongest)}<h4 class="proponent">Proponents{Unit(content, format)}</h4>
            {NeighbourList.Render(content, query.Proponents, "proponent", strongest, format, query.Predicted)}<h4 class="opponent">Opponents{Unit(
                content,
                format
            )}</h4>
            {NeighbourList.Render(content, query.Opponents, "opponent", strongest, format, query.Predicted)}</div>
            </article>

            """
        );
    }

    /// <summary>A probability with enough digits to tell certain ones apart.</summary>
    public static string Percent(double probability) =>
        (100 * probability).ToString(probability is > 0.99 and < 1 ? "0.00" : "0", CultureInfo.InvariantCulture) + " %";

    private static Html Unit(PageContent content, ScoreFormat format)
    {
        var text = string.Join(' ', new[] { content.Scale.Unit ?? "score", format.Factor }.Where(part => part.Length > 0));
        return Html.Of($" <small class=\"absolute\">{text}</small><small class=\"relative\">share of the strongest</small>");
    }

    private static Html Outside(ReportQuery query) =>
        query.Outside.Count == 0
            ? Html.Empty
            : Html.Of(
                $"<p class=\"weak\">Far outside of what the model was trained on ({string.Join("; ", query.Outside.Select(value => value.Text))}): what it says here is a guess, and so is what is behind it.</p>\n"
            );

    private static Html Note(PageContent content, ReportQuery query, double strongest)
    {
        var text = query.Caution(content.Scale) switch
        {
            QueryCaution.Certain =>
                $"The model is certain of this one ({Percent(query.Probability!.Value)}): its gradients are small, and no single example counts for much. Differences between these scores mean little.",
            QueryCaution.Overstated =>
                $"The model is certain of this one ({Percent(query.Probability!.Value)}): its gradients are small, and scores this large come from dividing them by a small curvature. Read them as an order.",
            QueryCaution.BeyondPossible =>
                "Some of these scores promise more than can be: they would lift the probability above 1. Read them as an order.",
            _ when content.Scale.Unit is not null && strongest < Weak =>
                "Nothing is strong here: no single example changes the prediction by more than a thousandth of itself.",
            _ => "",
        };
        return text.Length == 0 ? Html.Empty : Html.Of($"<p class=\"weak\">{text}</p>\n");
    }
}
