using System.Globalization;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Reports.Attribution;
using DataWorth.Evaluation.Reports.Markup;
using Spectre.Console;

namespace DataWorth.Cli.Commands.Fit;

/// <summary>Queries and their neighbours for people.</summary>
internal static class QueryTable
{
    private const double Certain = 0.999;

    /// <summary>Writes the table and how it is to be read.</summary>
    public static void Write(TextWriter output, IReadOnlyList<ReportQuery> queries, ScoreScale scale, CommandConsole console)
    {
        var table = new Table().RoundedBorder().AddColumns("query", "prediction", "training example", "label", "effect");
        table.ShowRowSeparators = true;
        foreach (var query in queries)
        {
            ReportNeighbour[] shown = [.. query.Proponents, .. query.Opponents];
            var format = ScoreFormat.For(shown.Select(neighbour => neighbour.Score / scale.Divisor));
            table.AddRow(
                Lines([query.Id]),
                Lines([
                    Invariant($"{query.Predicted} {query.Probability:P1}"),
                    query.IsWrong ? $"wrong: {query.TrueLabel}"
                    : query.IsCorrect ? "correct"
                    : "",
                    query.Probability >= Certain ? "certain: little\nmoves it" : "",
                ]),
                Lines(shown.Select(neighbour => neighbour.Example.Id)),
                Lines(shown.Select(neighbour => neighbour.Example.Label ?? "")),
                Lines(shown.Select(neighbour => format.Signed(neighbour.Score / scale.Divisor)).Append(format.Factor))
            );
        }

        console.Tables(output).Write(table);
        output.WriteLine(scale.Meaning);
    }

    private static string Lines(IEnumerable<string> lines) => Markup.Escape(string.Join('\n', lines).TrimEnd());

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
