using System.Globalization;
using System.Text;
using DataWorth.Evaluation.Brittleness;
using DataWorth.Evaluation.Checks;
using DataWorth.Evaluation.Lds;
using DataWorth.Evaluation.Statistics;

namespace DataWorth.Evaluation.Results;

/// <summary>Writes a result as Markdown tables.</summary>
public static class ResultTable
{
    /// <summary>The tables: scores, brittleness, checks, and how the result came about.</summary>
    /// <param name="result">The result.</param>
    public static string ToMarkdown(EvaluationResult result)
    {
        var text = new StringBuilder();
        Line(text, $"# {result.Name}\n");
        if (result.Verdict is { } verdict)
        {
            Line(text, $"**{verdict.Headline}** {verdict.Details}\n");
        }

        foreach (var warning in result.Warnings)
        {
            Line(text, $"> **Caution ({warning.Kind}).** {warning.Message}\n");
        }

        Line(
            text,
            $"Task {result.Task.Name} (`{result.Task.Fingerprint}`): {CountText.Of(result.Task.TrainCount, "training example")}, {CountText.Of(result.Task.QueryCount, "query", "queries")}; {CountText.Of(result.ModelSeeds.Count, "attributed model")}, accuracy {result.Task.ModelAccuracy:0.000}, loss {result.Task.ModelLoss:0.000}."
        );
        Line(
            text,
            $"Linear datamodeling score on {CountText.Of(result.Subsets.Count, "subset")} of {result.Subsets.Fraction:0.##} of the data, {CountText.Of(result.Subsets.Retrainings, "retraining")} each.\n"
        );
        WriteScores(text, result);
        if (result.Brittleness is { } brittleness)
        {
            WriteBrittleness(text, brittleness);
        }

        WriteChecks(text, result.Checks);
        WriteRun(text, result.Run);
        return text.ToString();
    }

    private static void WriteScores(StringBuilder text, EvaluationResult result)
    {
        Line(
            text,
            $"| method | LDS (loss) | 95 % over queries | 95 % over subsets | sd over models | LDS (margin) | bytes per example | curvature | fit s | query s |"
        );
        Line(text, $"|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var method in result.Methods.OrderByDescending(method => method.Loss.Mean))
        {
            Line(
                text,
                $"| {method.Label} | {method.Loss.Mean:0.000} | {Text(method.Loss.OverQueries)} | {Text(method.Loss.OverSubsets)} | {(result.ModelSeeds.Count > 1 ? method.Loss.ModelDeviation.ToString("0.000", CultureInfo.InvariantCulture) : "-")} | {method.Margin.Mean:0.000} | {method.BytesPerExample:N0} | {ByteText.Of(method.CurvatureBytes)} | {method.FitSeconds:0.0} | {method.QuerySeconds:0.00} |"
            );
        }

        if (result.Ceiling is { } ceiling)
        {
            Line(
                text,
                $"| *noise ceiling* | {ceiling.Ceiling:0.000} | {Text(ceiling.CeilingInterval)} | | | {Margin(result.MarginCeiling)} | | | | |"
            );
        }

        Line(text, $"");
    }

    private static void WriteBrittleness(StringBuilder text, BrittlenessResult result)
    {
        var points = result.Curves.SelectMany(curve => curve.Points).ToList();
        var (medians, means) = (
            NumberColumn.Of(points.Select(point => point.MedianIncrease)),
            NumberColumn.Of(points.Select(point => point.LossIncrease))
        );
        Line(
            text,
            $"Brittleness: {CountText.Of(result.QueryIds.Count, "query", "queries")}, {CountText.Of(result.Retrainings, "retraining")} per removal. Training again without a removal {(result.ReproducesBaseModels ? "gave the same bits as" : "DID NOT REPRODUCE")} the attributed models{(result.Perplexity is { } before ? string.Create(CultureInfo.InvariantCulture, $"; perplexity {before:0.000}") : "")}.\n"
        );
        var hasPerplexity = result.Perplexity is not null;
        Line(
            text,
            $"| method | removed | flipped | 95 % | rise of the loss, median | 95 % | mean | 95 % |{(hasPerplexity ? " perplexity |" : "")}"
        );
        Line(text, $"|---|---:|---:|---:|---:|---:|---:|---:|{(hasPerplexity ? "---:|" : "")}");
        foreach (var curve in result.Curves)
        {
            foreach (var point in curve.Points)
            {
                Line(
                    text,
                    $"| {(curve.IsControl ? $"*{curve.Label}*" : curve.Label)} | {point.Removed} | {Share(point.FlippedShare)} | {(point.FlippedInterval is { } interval ? Text(interval) : "")} | {medians.Text(point.MedianIncrease)} | {Text(medians, point.MedianInterval)} | {means.Text(point.LossIncrease)} | {Text(means, point.LossInterval)} |{(hasPerplexity ? $" {Share(point.Perplexity)} |" : "")}"
                );
            }
        }

        Line(text, $"");
    }

    private static void WriteChecks(StringBuilder text, IReadOnlyList<CheckResult> checks)
    {
        if (checks.Count == 0)
        {
            return;
        }

        Line(
            text,
            $"| method | class purity | rank stability | copies first | reciprocal rank | mislabel area | found at 5 % | 10 % | 20 % |"
        );
        Line(text, $"|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var check in checks)
        {
            Line(
                text,
                $"| {check.Label} | {Share(check.ClassPurity)} | {Share(check.RankStability)} | {Share(check.DuplicatesFirst)} | {Share(check.DuplicatesReciprocalRank)} | {Share(check.MislabelArea)} | {Share(check.FoundAt5)} | {Share(check.FoundAt10)} | {Share(check.FoundAt20)} |"
            );
        }

        Line(text, $"");
    }

    private static void WriteRun(StringBuilder text, RunFacts run)
    {
        if (run.Command is { } command)
        {
            Line(text, $"    {command}\n");
        }

        var stages = string.Join(
            ", ",
            run.Seconds.Where(stage => stage.Value >= 0.05)
                .Select(stage => string.Create(CultureInfo.InvariantCulture, $"{stage.Key} {stage.Value:0.0} s"))
        );
        Line(
            text,
            $"{run.Processors} processors, {run.MemoryGib:0.#} GiB; DataWorth {run.Program}, libtorch {run.Torch}, .NET {run.Runtime}; {run.Finished:yyyy-MM-dd HH:mm} UTC."
        );
        Line(
            text,
            $"This run: {stages}; {CountText.Of(run.Retrained, "retraining")}{(run.Retrained > 0 ? string.Create(CultureInfo.InvariantCulture, $", {run.RetrainingsPerMinute:0.0} per minute") : "")}. What the store already had took no time."
        );
    }

    private static string Margin(NoiseCeiling? ceiling) =>
        ceiling is null ? "" : ceiling.Ceiling.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Share(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "";

    private static string Text(NumberColumn numbers, Interval interval) => $"{numbers.Text(interval.Low)} to {numbers.Text(interval.High)}";

    private static string Text(Interval interval) =>
        string.Create(CultureInfo.InvariantCulture, $"{interval.Low:0.000} to {interval.High:0.000}");

    private static void Line(StringBuilder text, FormattableString line) => text.Append(FormattableString.Invariant(line)).Append('\n');
}
