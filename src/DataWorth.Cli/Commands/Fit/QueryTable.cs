using System.Globalization;
using DataWorth.Cli.Fits.Texts;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Reports.Attribution;
using DataWorth.Evaluation.Reports.Markup;

namespace DataWorth.Cli.Commands.Fit;

/// <summary>Queries and their neighbours for people.</summary>
internal static class QueryTable
{
    private const int Shown = 40;

    /// <summary>Writes the table, or blocks of lines where that has no room, and how it is to be read.</summary>
    public static void Write(
        TextWriter output,
        IReadOnlyList<ReportQuery> queries,
        (string Answer, string Label) headings,
        ScoreScale scale,
        CommandConsole console,
        IReadOnlyDictionary<string, WordSearch>? words = null
    )
    {
        string[] columns = ["query", headings.Answer, "training example", headings.Label, "effect"];
        TextTable table = new([.. columns, .. words is null ? Array.Empty<string>() : ["BM25"]])
        {
            HasRowSeparators = true,
            LinesFrom = "training example",
        };
        foreach (var query in queries)
        {
            ReportNeighbour[] shown = [.. query.Proponents, .. query.Opponents];
            var format = ScoreFormat.For(shown.Select(neighbour => neighbour.Score / scale.Divisor));
            string[] cells =
            [
                TextTable.OneLine(query.Id),
                Lines(
                    query.Predicted is null
                        ? TextTable.OneLine(Beginning(query.Content.Text ?? ""))
                        : Invariant($"{query.Predicted} {query.Probability:P1}"),
                    query.IsWrong ? $"wrong: {query.TrueLabel}"
                        : query.IsCorrect ? "correct"
                        : "",
                    query.Outside.Count == 0 ? "" : "far out: " + Listed.Some([.. query.Outside.Select(value => value.Column)]),
                    Caution(query.Caution(scale))
                ),
                Lines([.. shown.Select(neighbour => TextTable.OneLine(neighbour.Example.Id))]),
                Lines([.. shown.Select(neighbour => neighbour.Example.Label ?? "-")]),
                Lines([.. shown.Select(neighbour => format.Whole(neighbour.Score / scale.Divisor))]),
            ];
            table.Add([.. cells, .. words is null ? Array.Empty<string>() : [Ranks(words[query.Id], shown)]]);
        }

        table.Write(output, console);
        output.WriteLine(scale.Meaning);
        if (words is not null)
        {
            output.WriteLine(WordSearch.Meaning);
        }

        var cautions = queries.Select(query => query.Caution(scale)).ToHashSet();
        if (cautions.Contains(QueryCaution.BeyondPossible))
        {
            output.WriteLine(
                "Beyond 100 %: an effect promises more than the probability has room for; read those of this query as an order."
            );
        }

        if (cautions.Contains(QueryCaution.Overstated))
        {
            output.WriteLine(
                "Certain, as an order: the model is sure, and effects this large come from dividing small gradients by a small curvature; read "
                    + "them as an order."
            );
        }
    }

    private static string Caution(QueryCaution? caution) =>
        caution switch
        {
            QueryCaution.Certain => "certain: little\nmoves it",
            QueryCaution.Overstated => "certain: read\nas an order",
            QueryCaution.BeyondPossible => "beyond 100 %",
            _ => "",
        };

    private static string Ranks(WordSearch words, IEnumerable<ReportNeighbour> shown) =>
        Lines([.. shown.Select(neighbour => Invariant($"{words.Ranking.RankOf(neighbour.Example.Id):n0}"))]);

    private static string Lines(params IEnumerable<string> lines) => string.Join('\n', lines.Where(line => line.Length > 0));

    private static string Beginning(string text) => text.Length <= Shown ? text : text[..Shown].TrimEnd() + "...";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
