using System.Globalization;
using DataWorth.Cli.Hosting;
using DataWorth.Models.Data;
using Spectre.Console;

namespace DataWorth.Cli.Commands.Quickstart;

/// <summary>Prints the result of a quickstart run for people.</summary>
internal static class QuickstartTable
{
    private const int Shown = 3;

    /// <summary>Writes the table and what was found.</summary>
    public static void Write(TextWriter output, QuickstartOutcome outcome, FileInfo report)
    {
        var train = outcome.Data.Train;
        var table = new Table().RoundedBorder().AddColumns("query", "predicted", "is", "strongest proponents", "strongest opponents");
        foreach (var query in outcome.Queries)
        {
            table.AddRow(
                query.Id,
                string.Create(CultureInfo.InvariantCulture, $"{Markup.Escape(train.ClassNames[query.Predicted])} {query.Probability:P0}"),
                query.Predicted == query.True ? "correct" : Markup.Escape(train.ClassNames[query.True]),
                Names(train, query.Proponents),
                Names(train, query.Opponents)
            );
        }

        var console = CommandConsole.Create(output, isTerminal: ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected);
        console.Write(table);
        output.WriteLine("(*) flipped label. A positive score: training on the image raised the log-probability of the prediction.");
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Test accuracy {outcome.Test.Accuracy:P1} after training on {train.Count:N0} images, {train.FlippedCount:N0} of them "
                    + $"with a flipped label."
            )
        );
        if (outcome.Mislabels is { } curve)
        {
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Self-influence finds {curve.FoundAt(0.1):P0} of the flipped labels in the first 10 % inspected (random 10 %); area "
                        + $"{curve.Area:0.000} (random 0.500, perfect {curve.PerfectArea:0.000})."
                )
            );
        }

        output.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{outcome.Timings.Sum(part => part.Value):0.0} s in all. Report: {report}")
        );
    }

    private static string Names(ImageDataset train, IReadOnlyList<(int Row, float Score)> neighbours) =>
        Markup.Escape(
            string.Join(
                ", ",
                neighbours
                    .Take(Shown)
                    .Select(neighbour =>
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{train.ClassNames[train.Labels[neighbour.Row]]}{(train.IsFlipped(neighbour.Row) ? "*" : "")} "
                                + $"{neighbour.Score:0.00}"
                        )
                    )
            )
        );
}
