using System.Globalization;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Brittleness;
using DataWorth.Evaluation.Checks;
using DataWorth.Evaluation.Results;
using DataWorth.Evaluation.Statistics;
using Spectre.Console;

namespace DataWorth.Cli.Commands.Evaluate;

/// <summary>Prints the result of an evaluation for people.</summary>
/// <param name="console">Where.</param>
/// <param name="isTerminal">Whether tables have lines around them.</param>
internal sealed class EvaluationTables(IAnsiConsole console, bool isTerminal)
{
    /// <summary>The verdict, warnings, and tables of scores, removals and checks.</summary>
    /// <param name="result">The result.</param>
    public void Write(EvaluationResult result)
    {
        Line($"{result.Verdict!.Headline} {result.Verdict.Details}");
        foreach (var warning in result.Warnings)
        {
            Line($"Caution ({warning.Kind}): {warning.Message}");
        }

        Line($"");
        Line(
            $"Task {result.Task.Name}: {CountText.Of(result.Task.TrainCount, "training example")}, {CountText.Of(result.Task.QueryCount, "query", "queries")}; {CountText.Of(result.ModelSeeds.Count, "attributed model")}, accuracy {result.Task.ModelAccuracy:0.000}, loss {result.Task.ModelLoss:0.000}."
        );
        Line(
            $"Linear datamodeling score (LDS) on {CountText.Of(result.Subsets.Count, "subset")} of {result.Subsets.Fraction:0.##} of the data, {CountText.Of(result.Subsets.Retrainings, "retraining")} each:"
        );
        Scores(result);
        if (result.Brittleness is { } test)
        {
            Line($"");
            Line(
                $"Brittleness: {CountText.Of(test.QueryIds.Count, "query", "queries")}, {CountText.Of(test.Retrainings, "retraining")} per removal; training again without a removal {(test.ReproducesBaseModels ? "gave the same bits as" : "DID NOT REPRODUCE")} the attributed models. In brackets: controls."
            );
            Removals(test);
        }

        if (result.Checks.Count > 0)
        {
            Line($"");
            Line($"Checks without retraining:");
            Checks(result.Checks);
        }
    }

    private void Scores(EvaluationResult result)
    {
        TextTable table = new(
            "method",
            "LDS (loss)",
            "95 % over queries",
            "95 % over subsets",
            "sd over models",
            "LDS (margin)",
            "bytes/example",
            "curvature",
            "fit s",
            "query s"
        )
        {
            HasNumbers = true,
            Optional =
            [
                "sd over models",
                "fit s",
                "curvature",
                "LDS (margin)",
                "95 % over subsets",
                "query s",
                "bytes/example",
                "95 % over queries",
            ],
        };
        foreach (var method in result.Methods.OrderByDescending(method => method.Loss.Mean))
        {
            table.Add(
                method.Label,
                Number(method.Loss.Mean),
                Text(method.Loss.OverQueries),
                Text(method.Loss.OverSubsets),
                result.ModelSeeds.Count > 1 ? Number(method.Loss.ModelDeviation) : "",
                Number(method.Margin.Mean),
                method.BytesPerExample.ToString("N0", CultureInfo.InvariantCulture),
                method.CurvatureBytes > 0 ? ByteText.Of(method.CurvatureBytes) : "",
                method.FitSeconds.ToString("0.0", CultureInfo.InvariantCulture),
                method.QuerySeconds.ToString("0.00", CultureInfo.InvariantCulture)
            );
        }

        if (result.Ceiling is { } ceiling)
        {
            table.Add(
                "(noise ceiling)",
                Number(ceiling.Ceiling),
                Text(ceiling.CeilingInterval),
                "",
                "",
                Number(result.MarginCeiling?.Ceiling),
                "",
                "",
                "",
                ""
            );
        }

        table.Write(console, isTerminal);
    }

    private void Removals(BrittlenessResult test)
    {
        var points = test.Curves.SelectMany(curve => curve.Points).ToList();
        var medians = NumberColumn.Of(points.Select(point => point.MedianIncrease));
        var means = NumberColumn.Of(points.Select(point => point.LossIncrease));
        TextTable table = new(
            "chosen by",
            "removed",
            "flipped",
            "95 % of flipped",
            "loss rises, median",
            "95 % of median",
            "mean",
            "95 % of mean",
            "perplexity"
        )
        {
            HasNumbers = true,
            Optional = ["perplexity", "95 % of mean", "95 % of flipped", "mean", "95 % of median"],
        };
        foreach (var (curve, point) in test.Curves.SelectMany(curve => curve.Points.Select(point => (curve, point))))
        {
            table.Add(
                curve.IsControl ? $"({curve.Label})" : curve.Label,
                point.Removed.ToString(CultureInfo.InvariantCulture),
                Number(point.FlippedShare),
                point.FlippedInterval is { } flipped ? Text(flipped) : "",
                medians.Text(point.MedianIncrease),
                $"{medians.Text(point.MedianInterval.Low)} to {medians.Text(point.MedianInterval.High)}",
                means.Text(point.LossIncrease),
                $"{means.Text(point.LossInterval.Low)} to {means.Text(point.LossInterval.High)}",
                Number(point.Perplexity)
            );
        }

        table.Write(console, isTerminal);
    }

    private void Checks(IReadOnlyList<CheckResult> checks)
    {
        TextTable table = new(
            "method",
            "class purity",
            "rank stability",
            "copies first",
            "reciprocal rank",
            "mislabel area",
            "found at 5 %",
            "at 10 %",
            "at 20 %"
        )
        {
            HasNumbers = true,
            Optional =
            [
                "at 20 %",
                "found at 5 %",
                "at 10 %",
                "reciprocal rank",
                "copies first",
                "rank stability",
                "class purity",
                "mislabel area",
            ],
        };
        foreach (var check in checks)
        {
            table.Add(
                check.Label,
                Number(check.ClassPurity),
                Number(check.RankStability),
                Number(check.DuplicatesFirst),
                Number(check.DuplicatesReciprocalRank),
                Number(check.MislabelArea),
                Number(check.FoundAt5),
                Number(check.FoundAt10),
                Number(check.FoundAt20)
            );
        }

        table.Write(console, isTerminal);
    }

    // Sentences fold on a terminal; a pipe has no width for them.
    private void Line(FormattableString text)
    {
        var line = text.ToString(CultureInfo.InvariantCulture);
        if (isTerminal)
        {
            console.WriteLine(line);
        }
        else
        {
            console.Profile.Out.Writer.WriteLine(line);
        }
    }

    private static string Number(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "";

    private static string Text(Interval interval) => $"{Number(interval.Low)} to {Number(interval.High)}";
}
