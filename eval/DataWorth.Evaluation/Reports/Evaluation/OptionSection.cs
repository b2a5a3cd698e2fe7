using DataWorth.Evaluation.Reports.Markup;
using DataWorth.Evaluation.Results;

namespace DataWorth.Evaluation.Reports.Evaluation;

/// <summary>The methods with the options in which they differ; what they share, as a list.</summary>
internal static class OptionSection
{
    private static readonly string[] s_notSet = ["", "null"];

    public static Html Render(EvaluationResult result)
    {
        var options = result
            .Methods.SelectMany(method => method.AllOptions.Select(option => (option.Key, option.Value, method.Label)))
            .GroupBy(option => option.Key)
            .OrderBy(option => option.Key, StringComparer.Ordinal)
            .ToList();
        string[] differing = [.. options.Where(option => option.DistinctBy(one => one.Value).Count() > 1).Select(option => option.Key)];
        var rest = options
            .Where(option => !differing.Contains(option.Key) && !s_notSet.Contains(option.First().Value))
            .Select(option => (Name: option.Key, option.First().Value, Labels: option.Select(one => one.Label).ToList()))
            .ToList();
        return Html.Of(
            $"""
            <div class="sheet"><table><caption>Methods, and the options in which they differ</caption>
            <thead><tr><th>method</th><th class="number">LDS (loss)</th><th class="number">sd over models</th><th class="number">LDS (margin)</th><th class="number">bytes per example</th><th class="number">curvature in all</th><th class="number">fit</th><th class="number">queries</th>{differing.Select(
                name => Html.Of($"<th>{name}</th>")
            )}</tr></thead>
            <tbody>{result.Methods.OrderByDescending(method => method.Loss.Mean).Select(method => Row(method, differing, result.ModelSeeds.Count))}</tbody></table></div>
            {List("The same for all methods", rest.Where(option => option.Labels.Count == result.Methods.Count).Select(option => (option.Name, option.Value, "")))}{List(
                "The same for all methods that have the option",
                rest.Where(option => option.Labels.Count < result.Methods.Count)
                    .Select(option => (option.Name, option.Value, string.Join(", ", option.Labels)))
            )}
            """
        );
    }

    private static Html Row(MethodResult method, string[] names, int models) =>
        Html.Of(
            $"""
            <tr><th scope="row">{method.Label}</th><td class="number">{method.Loss.Mean:0.000}</td><td class="number">{(models > 1 ? FormattableString.Invariant($"± {method.Loss.ModelDeviation:0.000}") : "-")}</td><td class="number">{method.Margin.Mean:0.000}</td><td class="number">{method.BytesPerExample:N0}</td><td class="number">{ByteText.Of(method.CurvatureBytes)}</td><td class="number">{method.FitSeconds:0.0} s</td><td class="number">{method.QuerySeconds:0.00} s</td>{names.Select(
                name => Html.Of($"<td class=\"soft\">{method.AllOptions.GetValueOrDefault(name, "\u2013")}</td>")
            )}</tr>

            """
        );

    private static Html List(string title, IEnumerable<(string Name, string Value, string Labels)> options)
    {
        Html[] items =
        [
            .. options.Select(option =>
                Html.Of(
                    $"<li>{option.Name} <b>{option.Value}</b>{(option.Labels.Length == 0 ? Html.Empty : Html.Of($" <span>({option.Labels})</span>"))}</li>\n"
                )
            ),
        ];
        return items.Length == 0 ? Html.Empty : Html.Of($"<h3 class=\"list\">{title}</h3>\n<ul class=\"options\">{items}</ul>\n");
    }
}
