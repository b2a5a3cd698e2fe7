using DataWorth.Cli.Commands.Ask;
using DataWorth.Cli.Fits;
using DataWorth.Cli.Fits.Subjects;
using DataWorth.Cli.Fits.Texts;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Reports.Attribution;
using DataWorth.Scoring;
using Microsoft.ML;
using Spectre.Console;

namespace DataWorth.Cli.Commands.Fit;

/// <summary>Which tokens of the passages that are shown their scores come from.</summary>
internal sealed class TokenShares
{
    private readonly Dictionary<(string Query, string Example), IReadOnlyList<AskResult.Token>> _tokens = [];

    /// <summary>Runs the model over the passages once more.</summary>
    /// <param name="fit">The fit whose scores are shown, one of texts.</param>
    /// <param name="asked">The queries.</param>
    /// <param name="shown">The same with the passages.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="NotSupportedException">The method's scores are no sums over tokens.</exception>
    public static TokenShares Of(OpenFit fit, AskedRows asked, IReadOnlyList<ReportQuery> shown, CancellationToken cancellationToken)
    {
        var subject = (TextSubject)fit.Subject;
        var queries = shown.ToDictionary(
            query => query.Id,
            query => Neighbours(query).Select(neighbour => neighbour.Example.Id).ToHashSet(),
            StringComparer.Ordinal
        );
        string[] ids = [.. queries.Values.SelectMany(examples => examples).Distinct()];
        var passages = subject.Passages(ids, cancellationToken);
        using var transformer = fit.Transformer.WithQueries(asked.View);
        using var linear = transformer.WithScore(ScoreRule.Dot);
        TokenShares shares = new();
        foreach (var row in linear.ScorePositions(new MLContext(seed: 0).Data.LoadFromEnumerable(passages.Values)))
        {
            foreach (var (query, scores) in asked.Rows.Zip(row.Scores))
            {
                if (queries[query.Id].Contains(row.Id))
                {
                    shares._tokens[(query.Id, row.Id)] = AskResult.Token.Of(passages[row.Id], subject.Tokenizer, scores);
                }
            }
        }

        return shares;
    }

    /// <summary>The tokens of a passage that is shown for a query.</summary>
    public IReadOnlyList<AskResult.Token> Of(ReportQuery query, ReportNeighbour neighbour) => _tokens[(query.Id, neighbour.Example.Id)];

    /// <summary>Writes each passage with its tokens coloured where the terminal has colours.</summary>
    public void Write(TextWriter output, IReadOnlyList<ReportQuery> queries, CommandConsole console)
    {
        var screen = console.Tables(output);
        screen.Profile.Width = int.MaxValue; // the terminal breaks lines
        foreach (var query in queries)
        {
            foreach (var neighbour in Neighbours(query))
            {
                screen.MarkupLine($"[bold]{Markup.Escape(query.Id)}[/] < {Markup.Escape(neighbour.Example.Label ?? neighbour.Example.Id)}");
                screen.MarkupLine(AnswerText.Coloured(Of(query, neighbour)));
            }
        }
    }

    private static IEnumerable<ReportNeighbour> Neighbours(ReportQuery query) => query.Proponents.Concat(query.Opponents);
}
