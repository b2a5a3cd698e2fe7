using System.Globalization;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Reports.Markup;
using Spectre.Console;

namespace DataWorth.Cli.Commands.Fit;

/// <summary>Scores of candidates for people.</summary>
internal static class ScoreTable
{
    private const int Shown = 10;

    /// <summary>Writes the candidates that would help most, and those that would harm most.</summary>
    public static void Write(TextWriter output, ScoreResult result, CommandConsole console)
    {
        var all = result.Candidates;
        var format = ScoreFormat.For(all.Select(candidate => candidate.MeanEffect));
        TextTable table = new("candidate", "label", result.Unit is null ? "mean score" : "mean effect", "most for", "most against")
        {
            Optional = ["most against", "most for"],
        };
        foreach (var candidate in all.Count <= 2 * Shown ? all : [.. all.Take(Shown), .. all.TakeLast(Shown)])
        {
            table.Add(
                TextTable.OneLine(candidate.Id),
                candidate.Label,
                format.Whole(candidate.MeanEffect),
                candidate.Effects.Max() > 0 ? result.Queries[IndexOf(candidate, candidate.Effects.Max())] : "",
                candidate.Effects.Min() < 0 ? result.Queries[IndexOf(candidate, candidate.Effects.Min())] : ""
            );
        }

        table.Write(output, console);
        if (all.Count > 2 * Shown)
        {
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The first and the last {Shown} of {all.Count:n0} candidates; --out FILE.csv has all."
                )
            );
        }

        output.WriteLine(result.Meaning);
    }

    private static int IndexOf(CandidateScores candidate, double effect) => candidate.Effects.ToList().IndexOf(effect);
}
