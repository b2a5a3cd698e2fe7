using System.Globalization;
using DataWorth.Evaluation.Reports.Markup;
using DataWorth.Evaluation.Results;

namespace DataWorth.Evaluation.Reports.Evaluation;

/// <summary>Query by query: what the model makes of it, and what the best variant of each method says of it.</summary>
internal static class QuerySection
{
    private const int Open = 2;

    public static Html Render(EvaluationResult result, ExampleViews? views)
    {
        if (result.Queries.Count == 0)
        {
            return Html.Empty;
        }

        // The best variant of each method, best method first: all variants would be pages of nearly the same.
        List<string> labels =
        [
            .. result
                .Methods.OrderByDescending(method => method.Loss.Mean)
                .DistinctBy(method => method.Method)
                .Select(method => method.Label),
        ];
        var isClassified = views?.Query(0)?.Caption is { Length: > 0 };
        List<QueryResult> shown =
        [
            .. result.Queries.Where(query => query.IsShown()).OrderBy(query => !isClassified || query.Correct >= 0.5),
        ];
        var cards = shown.Select(query => QueryCard.Render(query, labels, result, views)).ToList();
        var more =
            cards.Count > Open
                ? Html.Of($"<details><summary>{cards.Count - Open} more queries</summary>{cards.Skip(Open)}</details>\n")
                : Html.Empty;
        return Html.Of(
            $"""
            <section aria-labelledby="samples">
            <h2 id="samples">Query by query</h2>
            <p class="hint">The strongest proponents (training on them lowered the query's loss) and opponents by the best variant of each method, for the first attributed model, with the query's own
            linear datamodeling score.{(isClassified ? " Wrong predictions come first." : "")} Look, but judge by the retrainings above: similar is not the same as influential.</p>
            {(isClassified ? Html.Of($"<p class=\"key-line\"><span class=\"same\">Class</span> the query's own class <span class=\"other\">≠ Class</span> another class</p>\n") : Html.Empty)}{cards.Take(Open)}{more}{Table(result, labels, views)}</section>

            """
        );
    }

    private static Html Table(EvaluationResult result, List<string> labels, ExampleViews? views)
    {
        var hasClass = views?.Query(0)?.Caption is { Length: > 0 };
        var hasPrediction = result.Queries.Any(query => query.Prediction is not null);
        return Html.Of(
            $"""
            <details><summary>The scores of all {result.Queries.Count} queries</summary><div class="sheet"><table>
            <thead><tr><th>query</th>{(hasClass ? Html.Of($"<th>class</th>") : Html.Empty)}{(hasPrediction ? Html.Of($"<th>predicted</th><th class=\"number\">probability</th>") : Html.Empty)}<th class="number">loss</th>{labels.Select(label =>
                Html.Of($"<th class=\"number\">LDS {label}</th>")
            )}</tr></thead>
            <tbody>{result.Queries.Select(query => Row(query))}</tbody></table></div></details>

            """
        );

        Html Row(QueryResult query)
        {
            var predicted = !hasPrediction
                ? Html.Empty
                : Html.Of(
                    $"<td>{query.Prediction?.Class ?? "\u2013"}</td><td class=\"number\">{Percent(query.Prediction?.Probability)}</td>"
                );
            return Html.Of(
                $"""
                <tr><th scope="row">{query.Id}</th>{(hasClass ? Html.Of($"<td>{views?.Query(query.Position)?.Caption}</td>") : Html.Empty)}{predicted}<td class="number">{query.Loss:0.000}</td>{labels.Select(label =>
                    Html.Of($"<td class=\"number\">{(query.Methods.FirstOrDefault(method => method.Label == label) is { } found ? QueryCard.Score(found.Lds) : "\u2013")}</td>")
                )}</tr>

                """
            );
        }
    }

    private static string Percent(double? share) => share is { } value ? value.ToString("0.0 %", CultureInfo.InvariantCulture) : "\u2013";
}
