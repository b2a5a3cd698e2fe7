using System.Globalization;
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
            $"Task {result.Task.Name}: {result.Task.TrainCount:N0} training examples, {result.Task.QueryCount} queries; {result.ModelSeeds.Count} attributed model{(result.ModelSeeds.Count == 1 ? "" : "s")}, accuracy {result.Task.ModelAccuracy:0.000}, loss {result.Task.ModelLoss:0.000}."
        );
        Line(
            $"Linear datamodeling score (LDS) on {result.Subsets.Count} subsets of {result.Subsets.Fraction:0.##} of the data, {result.Subsets.Retrainings} retrainings each:"
        );
        Scores(result);
        if (result.Brittleness is { } test)
        {
            Line($"");
            Line(
                $"Brittleness: {test.QueryIds.Count} queries, {test.Retrainings} retrainings per removal; training again without a removal {(test.ReproducesBaseModels ? "gave the same bits as" : "DID NOT REPRODUCE")} the attributed models. In brackets: controls."
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
        FittingTable table = new(
            ("method", 0),
            ("LDS (loss)", 0),
            ("95 % over queries", 1),
            ("95 % over subsets", 4),
            ("sd over models", 8),
            ("LDS (margin)", 5),
            ("bytes/example", 2),
            ("curvature", 6),
            ("fit s", 7),
            ("query s", 3)
        );
        foreach (var method in result.Methods.OrderByDescending(method => method.Loss.Mean))
        {
            table.Add(
                method.Label,
                Number(method.Loss.Mean),
                Text(method.Loss.OverQueries),
                Text(method.Loss.OverSubsets),
                Number(method.Loss.ModelDeviation),
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
        FittingTable table = new(
            ("chosen by", 0),
            ("removed", 0),
            ("flipped", 0),
            ("95 % of flipped", 3),
            ("loss rises, median", 0),
            ("95 % of median", 1),
            ("mean", 2),
            ("95 % of mean", 4),
            ("perplexity", 5)
        );
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
        FittingTable table = new(
            ("method", 0),
            ("class purity", 2),
            ("rank stability", 3),
            ("copies first", 4),
            ("reciprocal rank", 5),
            ("mislabel area", 1),
            ("found at 5 %", 7),
            ("at 10 %", 6),
            ("at 20 %", 8)
        );
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
