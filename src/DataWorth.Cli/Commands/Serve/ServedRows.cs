using DataWorth.Cli.Fits;
using DataWorth.Cli.Fits.Subjects;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Reports.Attribution;
using Microsoft.ML;

namespace DataWorth.Cli.Commands.Serve;

/// <summary>A fit of a table or of images, asked about rows that are given when the server starts.</summary>
internal sealed class ServedRows : ServedFit
{
    private const int Shown = 8;
    private readonly AskedRows _asked;
    private readonly Dictionary<string, ReportQuery> _queries;

    /// <summary>Takes a fit and the rows that it can be asked about.</summary>
    public ServedRows(OpenFit fit, FitAnswers answers, AskedRows asked)
        : base(fit, answers)
    {
        _asked = asked;
        _queries = asked.Rows.ToDictionary(row => row.Id, StringComparer.Ordinal);
        Queries = [.. asked.Rows.Select(ServedRow.Of)];
        Facts = FactsOf("rows", Queries.Count, null);
    }

    /// <inheritdoc/>
    public override ServedFacts Facts { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<ServedRow> Queries { get; }

    /// <inheritdoc/>
    public override void Answer(AskRequest request, Action<AnswerEvent> tell, CancellationToken cancellationToken)
    {
        if (request.Query is not { } id || request.Prompt is not null)
        {
            throw new UserErrorException($"Fit '{Fit.Name}' is asked about rows: send the id of one as 'query', and no 'prompt'.");
        }

        if (!_queries.TryGetValue(id, out var row))
        {
            throw new UserErrorException(
                $"There is no row '{id}' among the {_queries.Count} that can be asked about. GET /api/queries lists them."
            );
        }

        MLContext mlContext = new(seed: 0);
        var view = mlContext.Data.FilterByCustomPredicate<Identity>(_asked.View, other => other.Id != id);
        var scale = Answers.Method.Scale;
        var found = Answers.Neighbours(_asked with { View = view, Rows = [row] }, request.Top ?? Shown, cancellationToken).Single();
        tell(
            new AnswerEvent.Examples(
                new(scale.Meaning, scale.Unit, ServedRow.Of(found), [.. found.Proponents.Select(Of)], [.. found.Opponents.Select(Of)])
            )
        );

        RowAnswer.Example Of(ReportNeighbour neighbour) =>
            new(ServedRow.Of(neighbour.Example), neighbour.Score, neighbour.Score / scale.Divisor);
    }

    private sealed class Identity
    {
        public string Id { get; set; } = "";
    }
}
