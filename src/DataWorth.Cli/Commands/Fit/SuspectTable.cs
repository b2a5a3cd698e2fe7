using System.Globalization;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Reports.Attribution;
using DataWorth.Evaluation.Reports.Markup;
using Spectre.Console;

namespace DataWorth.Cli.Commands.Fit;

/// <summary>Suspects for people.</summary>
internal static class SuspectTable
{
    /// <summary>Writes the table and how it is to be read.</summary>
    public static void Write(TextWriter output, IReadOnlyList<ReportSuspect> suspects, CommandConsole console)
    {
        var format = ScoreFormat.For(suspects.Select(suspect => suspect.SelfInfluence));
        var table = new Table().RoundedBorder().AddColumns("", "training example", "label", "rather", "self-influence", "margin");
        foreach (var (index, suspect) in suspects.Index())
        {
            table.AddRow(
                Invariant($"{index + 1}"),
                Markup.Escape(
                    suspect.Example.Id
                        + (suspect.Duplicates.Count == 0 ? "" : $"\nnearly the same as {string.Join(", ", suspect.Duplicates)}")
                ),
                Markup.Escape(suspect.Example.Label ?? ""),
                Markup.Escape(suspect.SuggestedLabel ?? ""),
                Markup.Escape(format.Signed(suspect.SelfInfluence)),
                Invariant($"{suspect.Margin:0.00}")
            );
        }

        console.Tables(output).Write(table);
        output.WriteLine(
            $"Self-influence{(format.Factor.Length == 0 ? "" : $" ({format.Factor})")}: how much the model had to bend for the example. A "
                + "margin below 0: the model finds its label less probable than not."
        );
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
