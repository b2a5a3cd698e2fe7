using System.Globalization;
using DataWorth.Cli.Fits;
using DataWorth.Cli.Fits.Texts;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Results;

namespace DataWorth.Cli.Commands.Fit;

/// <summary>Says what a fit did, and what to do next.</summary>
internal static class FitText
{
    /// <summary>Writes it.</summary>
    public static void Write(TextWriter output, FitOutcome outcome, CommandContext context)
    {
        var summary = outcome.Summary;
        var result = FitResult.From(outcome);
        output.Write($"data      {outcome.Facts.Data}\n");
        output.Write($"model     {outcome.Facts.Quality}");
        output.Write(
            outcome.Training switch
            {
                null => $", {outcome.Facts.Weights}\n",
                { IsNew: false } => ", weights of an earlier run\n",
                { Result: var made } => Invariant($", trained in {made.Elapsed.TotalSeconds:0.0} s (loss {made.Loss:0.000})\n"),
            }
        );
        Line(
            $"method    {summary.Method}, {CountText.Of(summary.FeatureSize, "number")} per example in {CountText.Of(summary.Blocks.Count, "module")}: {Listed.Some(summary.Blocks)}\n"
        );
        Line(
                $"stored    {summary.BytesPerExample:n0} bytes per example and {result.CurvatureBytes:n0} of curvature: {result.BytesPerExample:n0} per example in all"
            )
            .Write(summary.ReusedExamples > 0 ? Invariant($"; {summary.ReusedExamples:n0} examples were there already\n") : "\n");
        Line($"fitted    '{summary.Name}' in {summary.FitTime.TotalSeconds:0.0} s\n");
        context.Console.WriteWarnings(outcome.Warnings);

        if (outcome.Definition.Subject is TextDefinition)
        {
            output.Write($"\nNext: dataworth ask \"PROMPT\" --name {summary.Name}\n");
            output.Write($"      dataworth serve --name {summary.Name}\n");
            output.Write($"      dataworth topk --name {summary.Name} --queries DATA\n");
        }
        else
        {
            output.Write($"\nNext: dataworth topk --name {summary.Name} --queries DATA\n");
        }

        if (outcome.Classes.Count > 0)
        {
            output.Write($"      dataworth suspects --name {summary.Name}\n");
        }

        output.Write($"      dataworth report --name {summary.Name} --queries DATA --out report.html\n");

        TextWriter Line(FormattableString text)
        {
            output.Write(text.ToString(CultureInfo.InvariantCulture));
            return output;
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
