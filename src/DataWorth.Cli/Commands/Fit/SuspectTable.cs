using System.Globalization;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Reports.Attribution;
using DataWorth.Evaluation.Reports.Markup;
using Spectre.Console;

namespace DataWorth.Cli.Commands.Fit;

/// <summary>Suspects for people.</summary>
internal static class SuspectTable
{
    private static readonly string s_near = string.Create(
        CultureInfo.InvariantCulture,
        $" Nearly the same: examples of another label whose features are within {Suspect.NearlySame:P0} of the typical distance from the mean."
    );

    /// <summary>Writes the table and how it is to be read.</summary>
    public static void Write(TextWriter output, IReadOnlyList<ReportSuspect> suspects, CommandConsole console)
    {
        var format = ScoreFormat.For(suspects.Select(suspect => suspect.SelfInfluence));
        TextTable table = new("training example", "label", "rather", "self-influence", "margin", "nearly the same")
        {
            Optional = ["margin"],
        };
        foreach (var suspect in suspects)
        {
            table.Add(
                TextTable.OneLine(suspect.Example.Id),
                suspect.Example.Label ?? "",
                suspect.SuggestedLabel ?? "",
                format.Whole(suspect.SelfInfluence) + (suspect.Ties > 0 ? " =" : ""),
                suspect.Margin?.ToString("0.00", CultureInfo.InvariantCulture) ?? "",
                string.Join('\n', suspect.Duplicates)
            );
        }

        table.Write(output, console);
        if (suspects.All(suspect => suspect.SuggestedLabel is null))
        {
            output.WriteLine("No label is contradicted by the model: it predicts those of all that are listed.");
        }

        output.WriteLine(
            "Self-influence: how much the model had to bend for the example. A "
                + "margin below 0: the model finds its label less probable than not."
                + (suspects.Any(suspect => suspect.Ties > 0) ? " =: others have the same." : "")
                + (suspects.Any(suspect => suspect.Duplicates.Count > 0) ? s_near : "")
        );
    }
}
