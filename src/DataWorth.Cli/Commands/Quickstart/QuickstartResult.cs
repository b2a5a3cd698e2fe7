namespace DataWorth.Cli.Commands.Quickstart;

/// <summary>The result of a quickstart run as JSON.</summary>
internal sealed record QuickstartResult(
    string Report,
    string DataSet,
    bool IsGenerated,
    int TrainCount,
    int FlippedCount,
    double TestAccuracy,
    double? MislabelArea,
    double? FoundInFirstTenth,
    string? GradientArtifact,
    long StoredBytesPerExample,
    double Seconds,
    IReadOnlyList<QuickstartResult.Query> Queries
)
{
    /// <summary>Takes what scripts need from an outcome.</summary>
    public static QuickstartResult From(QuickstartOutcome outcome, string report)
    {
        var train = outcome.Data.Train;
        return new QuickstartResult(
            report,
            train.Name,
            outcome.Data.Notice is not null,
            train.Count,
            train.FlippedCount,
            outcome.Test.Accuracy,
            outcome.Mislabels?.Area,
            outcome.Mislabels?.FoundAt(0.1),
            outcome.Fit.GradientArtifact,
            outcome.Fit.BytesPerExample,
            outcome.Timings.Sum(part => part.Value),
            [
                .. outcome.Queries.Select(query => new Query(
                    query.Id,
                    train.ClassNames[query.Predicted],
                    train.ClassNames[query.True],
                    query.Probability,
                    [.. query.Proponents.Select(neighbour => Of(train, neighbour))],
                    [.. query.Opponents.Select(neighbour => Of(train, neighbour))]
                )),
            ]
        );
    }

    private static Neighbour Of(Models.Data.ImageDataset train, (int Row, float Score) neighbour) =>
        new(train.Id(neighbour.Row), neighbour.Score, train.ClassNames[train.Labels[neighbour.Row]], train.IsFlipped(neighbour.Row));

    /// <summary>A query and its neighbours.</summary>
    internal sealed record Query(
        string Id,
        string Predicted,
        string True,
        double Probability,
        IReadOnlyList<Neighbour> Proponents,
        IReadOnlyList<Neighbour> Opponents
    );

    /// <summary>A training image and its score.</summary>
    internal sealed record Neighbour(string Id, float Score, string Label, bool IsFlipped);
}
