using System.Globalization;
using DataWorth.Evaluation.Reports.Markup;
using DataWorth.Evaluation.Results;

namespace DataWorth.Evaluation.Reports.Evaluation;

/// <summary>The command, options, versions, fingerprints and times.</summary>
internal static class RunSection
{
    private const int Longest = 160;

    public static Html Render(EvaluationResult result)
    {
        var run = result.Run;
        return Html.Of(
            $"""
            <section aria-labelledby="details">
            <h2 id="details">How this page was made</h2>
            {(run.Command is { } command ? Html.Of($"<p class=\"command\"><code>{command}</code></p>") : Html.Empty)}
            <div class="tables">
            {Table("Task", [("task", result.Task.Name), ("fingerprint", result.Task.Fingerprint), ("accuracy of the attributed models", Text(result.Task.ModelAccuracy)), ("loss of the attributed models", Text(result.Task.ModelLoss)), ("seeds of the attributed models", string.Join(", ", result.ModelSeeds)), .. result.Task.Description.Select(entry => (entry.Key, Short(entry.Value)))])}{Table(
                "Program", [("DataWorth", run.Program), ("libtorch", run.Torch), (".NET", run.Runtime), ("processors", run.Processors.ToString(CultureInfo.InvariantCulture)), ("memory", run.MemoryGib.ToString("0.# GiB", CultureInfo.InvariantCulture)), ("finished", run.Finished.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture))])}{Table(
                "Time of this run", [.. run.Seconds.Select(stage => (stage.Key, stage.Value.ToString("0.0 s", CultureInfo.InvariantCulture))), ("retrainings made", run.Retrained.ToString(CultureInfo.InvariantCulture)), ("retrainings per minute", run.Retrained == 0 ? "all were there" : run.RetrainingsPerMinute.ToString("0.0", CultureInfo.InvariantCulture))])}</div>
            {OptionSection.Render(result)}</section>

            """
        );
    }

    private static Html Table(string title, IEnumerable<(string Name, string Value)> rows) =>
        Html.Of(
            $"""
            <table><caption>{title}</caption><tbody>
            {rows.Select(row => Html.Of($"<tr><th scope=\"row\">{row.Name}</th><td>{row.Value}</td></tr>\n"))}</tbody></table>

            """
        );

    // Lists of ids can be very long; the fingerprint stands for them.
    private static string Short(string text) => text.Length <= Longest ? text : text[..Longest] + " \u2026";

    private static string Text(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);
}
