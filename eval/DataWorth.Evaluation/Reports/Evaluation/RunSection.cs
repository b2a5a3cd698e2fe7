using System.Globalization;
using DataWorth.Evaluation.Reports.Markup;
using DataWorth.Evaluation.Results;

namespace DataWorth.Evaluation.Reports.Evaluation;

/// <summary>Every option, the command, versions, fingerprints and times.</summary>
internal static class RunSection
{
    public static Html Render(EvaluationResult result)
    {
        var run = result.Run;
        return Html.Of(
            $"""
            <section aria-labelledby="details">
            <h2 id="details">How this page was made</h2>
            {(run.Command is { } command ? Html.Of($"<p class=\"command\"><code>{command}</code></p>") : Html.Empty)}
            <div class="tables">
            {Table("Task", [("task", result.Task.Name), ("fingerprint", result.Task.Fingerprint), ("accuracy of the attributed models", Text(result.Task.ModelAccuracy)), ("loss of the attributed models", Text(result.Task.ModelLoss)), ("seeds of the attributed models", string.Join(", ", result.ModelSeeds)), .. result.Task.Description.Select(entry => (entry.Key, entry.Value))])}{Table(
                "Program", [("DataWorth", run.Program), ("libtorch", run.Torch), (".NET", run.Runtime), ("processors", run.Processors.ToString(CultureInfo.InvariantCulture)), ("memory", run.MemoryGib.ToString("0.# GiB", CultureInfo.InvariantCulture)), ("finished", run.Finished.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture))])}{Table(
                "Time of this run", [.. run.Seconds.Select(stage => (stage.Key, stage.Value.ToString("0.0 s", CultureInfo.InvariantCulture))), ("retrainings made", run.Retrained.ToString(CultureInfo.InvariantCulture)), ("retrainings per minute", run.Retrained == 0 ? "all were there" : run.RetrainingsPerMinute.ToString("0.0", CultureInfo.InvariantCulture))])}</div>
            {Options(result)}</section>

            """
        );
    }

    private static Html Options(EvaluationResult result)
    {
        string[] names = [.. result.Methods.SelectMany(method => method.AllOptions.Keys).Distinct().Order(StringComparer.Ordinal)];
        return Html.Of(
            $"""
            <div class="sheet"><table><caption>Methods and their options</caption>
            <thead><tr><th>method</th><th class="number">LDS (loss)</th><th class="number">over models</th><th class="number">LDS (margin)</th><th class="number">bytes per example</th><th class="number">fit</th><th class="number">queries</th><th class="number">checkpoints</th>{names.Select(
                name => Html.Of($"<th>{name}</th>")
            )}</tr></thead>
            <tbody>{result.Methods.OrderByDescending(method => method.Loss.Mean).Select(method => Row(method, names))}</tbody></table></div>

            """
        );
    }

    private static Html Row(MethodResult method, string[] names) =>
        Html.Of(
            $"""
            <tr><th scope="row">{method.Label}</th><td class="number">{method.Loss.Mean:0.000}</td><td class="number">± {method.Loss.ModelDeviation:0.000}</td><td class="number">{method.Margin.Mean:0.000}</td><td class="number">{method.BytesPerExample:N0}</td><td class="number">{method.FitSeconds:0.0} s</td><td class="number">{method.QuerySeconds:0.00} s</td><td class="number">{method.Checkpoints}</td>{names.Select(
                name => Html.Of($"<td class=\"soft\">{method.AllOptions.GetValueOrDefault(name, "\u2013")}</td>")
            )}</tr>

            """
        );

    private static Html Table(string title, IEnumerable<(string Name, string Value)> rows) =>
        Html.Of(
            $"""
            <table><caption>{title}</caption><tbody>
            {rows.Select(row => Html.Of($"<tr><th scope=\"row\">{row.Name}</th><td>{row.Value}</td></tr>\n"))}</tbody></table>

            """
        );

    private static string Text(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);
}
