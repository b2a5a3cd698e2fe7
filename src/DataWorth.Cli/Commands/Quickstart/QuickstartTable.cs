using System.Globalization;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Reports.Markup;
using DataWorth.Models.Data;
using Spectre.Console;

namespace DataWorth.Cli.Commands.Quickstart;

/// <summary>Prints the result of a quickstart run for people.</summary>
internal static class QuickstartTable
{
    private const int Shown = 3;
    private const int ShownSuspects = 5;

    /// <summary>Writes the table and what was found.</summary>
    public static void Write(TextWriter output, QuickstartOutcome outcome, QuickstartSettings settings, FileInfo? report)
    {
        var train = outcome.Data.Train;
        var scale = outcome.Method(settings).Scale;
        var table = new Table().RoundedBorder().AddColumns("query", "prediction", "training image", "label", "score");
        table.ShowRowSeparators = true;
        foreach (var query in outcome.Queries.OrderBy(query => query.Predicted == query.True).ThenBy(query => query.Probability))
        {
            (int Row, float Score)[] shown = [.. query.Proponents.Take(Shown), .. query.Opponents.Take(Shown)];
            var format = ScoreFormat.For(shown.Select(neighbour => neighbour.Score / scale.Divisor));
            var verdict = query.Predicted == query.True ? "correct" : $"wrong: {train.ClassNames[query.True]}";
            table.AddRow(
                Lines([query.Id]),
                Lines([Invariant($"{train.ClassNames[query.Predicted]} {query.Probability:P0}"), verdict]),
                Lines(shown.Select(neighbour => train.Id(neighbour.Row))),
                Lines(shown.Select(neighbour => Label(train, neighbour.Row))),
                Lines(shown.Select(neighbour => format.Whole(neighbour.Score / scale.Divisor)))
            );
        }

        var console = CommandConsole.Create(output, isTerminal: ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected);
        console.Write(table);
        output.WriteLine("(*) flipped label. " + scale.Meaning);
        output.WriteLine(
            Invariant($"Test accuracy {outcome.Test.Accuracy:P1} after training on {train.Count:N0} images, ")
                + Invariant($"{train.FlippedCount:N0} of them with a flipped label.")
        );
        if (outcome.Mislabels is { } curve)
        {
            output.WriteLine(
                Invariant($"Self-influence finds {curve.FoundAt(0.1):P0} of the flipped labels in the first 10 % inspected (random 10 %); ")
                    + Invariant($"area {curve.Area:0.000} (random 0.500, perfect {curve.PerfectArea:0.000}).")
            );
        }

        output.WriteLine(
            "Most suspect: "
                + string.Join(
                    ", ",
                    outcome
                        .Suspects.Take(ShownSuspects)
                        .Select(suspect =>
                            $"{suspect.Id} ({train.ClassNames[(int)suspect.Label]}, rather {train.ClassNames[(int)suspect.SuggestedLabel]}?)"
                        )
                )
                + "; --suspects FILE.csv lists all."
        );
        output.WriteLine(
            Invariant($"Trained again without the first {outcome.Mending.Removed:N0} of them: test accuracy ")
                + Invariant($"{outcome.Mending.AccuracyBefore:P1} before, {outcome.Mending.AccuracyAfter:P1} after.")
        );
        output.WriteLine(
            Invariant($"{outcome.Timings.Sum(part => part.Value):0.0} s in all.{(report is null ? "" : $" Report: {report}")}")
        );
    }

    private static string Label(ImageDataset train, int row) => train.ClassNames[train.Labels[row]] + (train.IsFlipped(row) ? "*" : "");

    private static string Lines(IEnumerable<string> lines) => Markup.Escape(string.Join('\n', lines).TrimEnd());

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
