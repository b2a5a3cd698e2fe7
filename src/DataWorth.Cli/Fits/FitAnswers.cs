using DataWorth.Evaluation.Reports.Attribution;
using DataWorth.Models.Data.Sources;
using Microsoft.ML;

namespace DataWorth.Cli.Fits;

/// <summary>What a fit answers: neighbours of queries, suspects, and how its scores are to be read.</summary>
/// <param name="fit">The fit.</param>
/// <param name="withContent">Whether pictures and columns are given with examples.</param>
internal sealed class FitAnswers(OpenFit fit, bool withContent)
{
    private readonly MLContext _mlContext = new(seed: 0);
    private readonly FitRows _training = new(fit.Training, fit.Classes, withContent);

    /// <summary>The method, its explanation and the meaning of its scores.</summary>
    public ReportMethod Method { get; } = ReportMethod.Of(fit.Description.Method, fit.Transformer.Options, fit.Description.Examples);

    /// <summary>The queries with their strongest training examples, the most interesting ones first: wrong, then least certain.</summary>
    /// <param name="queries">The queries, encoded as the fit's data.</param>
    /// <param name="explainsLabels">Whether the queries' labels are explained; else what the model predicts.</param>
    /// <param name="k">Neighbours on each side.</param>
    /// <param name="cancellationToken">Stops.</param>
    public IReadOnlyList<ReportQuery> Neighbours(DataSource queries, bool explainsLabels, int k, CancellationToken cancellationToken)
    {
        var predictions = Prediction.Of(fit.Network, queries, fit.Transformer.Options.BatchSize, cancellationToken);
        using var asked = fit.Transformer.WithQueries(queries.View(_mlContext, Targets(queries, predictions, explainsLabels)));
        return Show(queries, predictions, _mlContext.Data.CreateEnumerable<Neighbor>(asked.TopK(k), reuseRowObject: false));
    }

    /// <summary>Queries with neighbours that were found, the most interesting ones first: wrong, then least certain.</summary>
    /// <param name="queries">The queries, encoded as the fit's data.</param>
    /// <param name="predictions">What the model says of each.</param>
    /// <param name="neighbours">The neighbours of each, the strongest first.</param>
    public IReadOnlyList<ReportQuery> Show(DataSource queries, IReadOnlyList<Prediction> predictions, IEnumerable<Neighbor> neighbours)
    {
        FitRows rows = new(queries, fit.Classes, withContent);
        var found = neighbours.ToLookup(
            neighbour => (neighbour.QueryId, neighbour.Side),
            neighbour => new ReportNeighbour(_training.Example(neighbour.ExampleId), neighbour.Score)
        );
        return
        [
            .. predictions
                .Select(
                    (prediction, row) =>
                        new ReportQuery
                        {
                            Id = queries.Ids[row],
                            Content = rows.Content(row),
                            Predicted = fit.Classes[prediction.Class],
                            Probability = prediction.Probability,
                            TrueLabel = rows.Label(row),
                            Proponents = [.. found[(queries.Ids[row], "Proponent")]],
                            Opponents = [.. found[(queries.Ids[row], "Opponent")]],
                        }
                )
                .OrderByDescending(query => query.IsWrong)
                .ThenBy(query => query.Probability),
        ];
    }

    /// <summary>The class of each query that is explained.</summary>
    public IReadOnlyList<long> Targets(DataSource queries, IReadOnlyList<Prediction> predictions, bool explainsLabels) =>
        explainsLabels
            ? queries.Labels
                ?? throw new Hosting.UserErrorException(
                    "The queries have no labels to explain; leave --explain out to explain predictions."
                )
            : [.. predictions.Select(prediction => (long)prediction.Class)];

    /// <summary>The training examples whose labels are most likely wrong.</summary>
    /// <param name="count">How many at most.</param>
    public IReadOnlyList<ReportSuspect> Suspects(int count) =>
        [
            .. fit
                .Transformer.Suspects(fit.Training!.View(_mlContext), (int)Math.Min(count, fit.Description.Examples))
                .Select(suspect => new ReportSuspect(
                    _training.Example(suspect.Id),
                    suspect.SelfInfluence,
                    suspect.Margin > 0 ? null : fit.Classes[(int)suspect.SuggestedLabel], // the model agrees with the label
                    suspect.Margin,
                    suspect.Duplicates
                )),
        ];
}
