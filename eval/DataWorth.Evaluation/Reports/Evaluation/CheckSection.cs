using DataWorth.Evaluation.Checks;
using DataWorth.Evaluation.Reports.Markup;
using DataWorth.Evaluation.Results;

namespace DataWorth.Evaluation.Reports.Evaluation;

/// <summary>Checks that need no retraining.</summary>
internal static class CheckSection
{
    private static readonly (string Name, Func<CheckResult, double?> Value, bool IsShare)[] s_columns =
    [
        ("proponents of the query's class", check => check.ClassPurity, true),
        ("rank stability", check => check.RankStability, false),
        ("copies found first", check => check.DuplicatesFirst, true),
        ("reciprocal rank of copies", check => check.DuplicatesReciprocalRank, false),
        ("wrong labels: area", check => check.MislabelArea, false),
        ("found in 5 %", check => check.FoundAt5, true),
        ("in 10 %", check => check.FoundAt10, true),
        ("in 20 %", check => check.FoundAt20, true),
    ];

    public static Html Render(EvaluationResult result)
    {
        var columns = s_columns.Where(column => result.Checks.Any(check => column.Value(check) is not null)).ToList();
        return columns.Count == 0
            ? Html.Empty
            : Html.Of(
                $"""
                <section aria-labelledby="checks">
                <h2 id="checks">Cheap checks</h2>
                <p class="hint">They need no retraining and prove little, but a method that fails them is suspect. Rank stability is Spearman's correlation of the scores under two attributed models;
                copies are training examples asked about as queries; wrong labels were made on purpose and are looked for by self-influence.</p>
                <div class="sheet"><table>
                <thead><tr><th>method</th>{columns.Select(column => Html.Of($"<th class=\"number\">{column.Name}</th>"))}</tr></thead>
                <tbody>{result.Checks.Select(check =>
                    Html.Of(
                        $"<tr><th scope=\"row\">{check.Label}</th>{columns.Select(column => Html.Of($"<td class=\"number\">{Text(column.Value(check), column.IsShare)}</td>"))}</tr>\n"
                    )
                )}</tbody></table></div>
                </section>

                """
            );
    }

    private static string Text(double? value, bool isShare) =>
        value is not { } number ? "\u2013"
        : isShare ? FormattableString.Invariant($"{number * 100:0.0} %")
        : FormattableString.Invariant($"{number:0.000}");
}
