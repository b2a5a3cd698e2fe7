using System.Globalization;
using DataWorth.Evaluation.Reports.Markup;
using DataWorth.Evaluation.Results;

namespace DataWorth.Evaluation.Reports.Evaluation;

/// <summary>A query with its prediction, and a line of proponents and opponents per method.</summary>
internal static class QueryCard
{
    private const int Open = 3;
    private const int Proponents = 5;
    private const int Opponents = 3;
    private const int Passages = 2;
    private const int Passage = 220;

    public static Html Render(QueryResult query, IReadOnlyList<string> labels, EvaluationResult result, ExampleViews? views)
    {
        var view = views?.Query(query.Position);
        var picture = view?.Image is { } image
            ? Html.Of(
                $"<div class=\"picture\"><img src=\"{image.ToDataUri()}\" width=\"112\" height=\"112\" alt=\"query: {view.Caption}\"></div>"
            )
            : Html.Empty;
        var passage = view?.Text is { } text ? Html.Of($"<p class=\"passage\">{Short(text)}</p>") : Html.Empty;
        Html[] rows =
        [
            .. labels
                .Select(label => query.Methods.FirstOrDefault(method => method.Label == label))
                .OfType<QueryAttribution>()
                .Select(method => Row(method, view, views)),
        ];
        var more =
            rows.Length > Open
                ? Html.Of($"<details><summary>{rows.Length - Open} more methods</summary>{rows[Open..]}</details>\n")
                : Html.Empty;
        return Html.Of(
            $"""
            <article class="sample">
            <div>{picture}<h3>{(string.IsNullOrEmpty(view?.Caption) ? "Query" : view.Caption)}</h3>{Prediction(query, view, result.ModelSeeds.Count)}{passage}<p class="id">{query.Id}</p></div>
            <div>{rows.Take(Open)}{more}</div>
            </article>

            """
        );
    }

    private static Html Prediction(QueryResult query, ExampleView? view, int models)
    {
        var hasClass = view?.Caption is { Length: > 0 };
        if (query.Prediction is { } prediction)
        {
            var isRight = prediction.Class == view?.Caption;
            var style = !hasClass ? "" : isRight ? "right" : "wrong";
            var right = string.Create(
                CultureInfo.InvariantCulture,
                $"predicted {prediction.Class}, {prediction.Probability:0.0\u00a0%}{(models > 1 && hasClass ? $"; right by {Math.Round(query.Correct * models)} of {models} models" : "")}"
            );
            return Html.Of($"<p class=\"prediction {style}\">{right}</p>");
        }

        return Html.Of(
            $"<p class=\"prediction\">loss {query.Loss:0.000}; {(query.Correct * 100):0} % of its targets are predicted</p>"
        );
    }

    private static Html Row(QueryAttribution method, ExampleView? query, ExampleViews? views)
    {
        var all = method.Proponents.Concat(method.Opponents).ToList();
        var isImage = all.Count > 0 && views?.Training(all[0].Row)?.Image is not null;
        var (proponents, opponents) = isImage ? (Proponents, Opponents) : (Passages, Passages);
        List<ScoredExample> first = [.. method.Proponents.Take(proponents)];
        List<ScoredExample> last = [.. method.Opponents.Take(opponents)];
        var numbers = NumberColumn.Of(first.Concat(last).Select(example => example.Score));
        return Html.Of(
            $"""
            <h4>{method.Label}<span>LDS {Score(method.Lds)}</span></h4>
            <div class="sides"><div class="proponents"><h5>+ proponents</h5>{Side(first)}</div><div class="opponents"><h5>{"\u2212"} opponents</h5>{Side(last)}</div></div>

            """
        );

        Html Side(List<ScoredExample> examples) =>
            examples.Count == 0 ? Html.Of($"<p class=\"none\">none</p>")
            : isImage ? Html.Of($"<ul class=\"tiles\">{examples.Select(example => Tile(example, views!.Training(example.Row)!, query, numbers))}</ul>")
            : Html.Of(
                $"<ul class=\"passages\">{examples.Select(example => Html.Of($"<li><b>{numbers.Text(example.Score)}</b>{Short(views?.Training(example.Row)?.Text ?? example.Id)}</li>\n"))}</ul>"
            );
    }

    private static Html Tile(ScoredExample example, ExampleView view, ExampleView? query, NumberColumn numbers)
    {
        var score = numbers.Text(example.Score);
        var isSame = query is null || query.Caption == view.Caption;
        var description = $"{example.Id}: {view.Caption}, score {score}";
        return Html.Of(
            $"""
            <li class="tile" title="{description}"><div class="frame"><img src="{view.Image!.ToDataUri()}" width="56" height="56" alt="{description}"></div><span class="score">{score}</span><span class="label {(isSame ? "same" : "other")}">{(isSame ? "" : "≠ ")}{view.Caption}</span></li>

            """
        );
    }

    /// <summary>A score of a query, with a real minus sign.</summary>
    public static string Score(double lds) => (lds < 0 ? "\u2212" : "") + Math.Abs(lds).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Short(string text) =>
        text.Length <= Passage ? text : text[..Math.Max(1, text.LastIndexOf(' ', Passage))] + " \u2026";
}
