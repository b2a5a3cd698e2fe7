using DataWorth.Evaluation.Reports.Attribution;
using DataWorth.Models.Data;

namespace DataWorth.Cli.Commands.Quickstart;

/// <summary>The result of a quickstart run as JSON.</summary>
/// <param name="Report">The page; absent where it could not be written.</param>
/// <param name="DataSet">The data set.</param>
/// <param name="IsGenerated">Whether the images were drawn by the program.</param>
/// <param name="TrainCount">Number of training images N.</param>
/// <param name="FlippedCount">How many of them got a wrong label.</param>
/// <param name="TestAccuracy">Accuracy on the test images, 0 to 1.</param>
/// <param name="MislabelArea">Area under the curve of flipped labels found; absent where none were flipped.</param>
/// <param name="FoundInFirstTenth">Share of the flipped labels in the tenth of the largest self-influence.</param>
/// <param name="Mending">Accuracy before and after training without the first suspects.</param>
/// <param name="GradientArtifact">Key of the gradients in the store.</param>
/// <param name="StoredBytesPerExample">Bytes of gradients and curvature in the store, divided by N.</param>
/// <param name="CurvatureBytes">Bytes of the curvature's statistics in the store, for all examples together.</param>
/// <param name="Seconds">Time of everything.</param>
/// <param name="ScoreScale">What a score divided by a number means. Scores and self-influences below are not divided.</param>
/// <param name="Queries">The queries and their neighbours, in the order of the test images.</param>
/// <param name="Suspects">The training images whose labels are most likely wrong, most suspect first: the first 100.</param>
internal sealed record QuickstartResult(
    string? Report,
    string DataSet,
    bool IsGenerated,
    int TrainCount,
    int FlippedCount,
    double TestAccuracy,
    double? MislabelArea,
    double? FoundInFirstTenth,
    ReportMending Mending,
    string? GradientArtifact,
    double StoredBytesPerExample,
    long CurvatureBytes,
    double Seconds,
    ScoreScale ScoreScale,
    IReadOnlyList<QuickstartResult.Query> Queries,
    IReadOnlyList<QuickstartResult.Suspect> Suspects
)
{
    /// <summary>How many suspects the page and the JSON document have at most.</summary>
    public const int SuspectCount = 100;

    /// <summary>Takes what scripts need from an outcome.</summary>
    public static QuickstartResult From(QuickstartOutcome outcome, QuickstartSettings settings, string? report)
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
            outcome.Mending,
            outcome.Fit.GradientArtifact,
            outcome.Fit.StoredBytesPerExample,
            outcome.Fit.CurvatureBytes,
            outcome.Timings.Sum(part => part.Value),
            outcome.Method(settings).Scale,
            [
                .. outcome.Queries.Select(query => new Query(
                    query.Id,
                    train.ClassNames[query.Predicted],
                    train.ClassNames[query.True],
                    query.Probability,
                    [.. query.Proponents.Select(neighbour => Of(train, neighbour))],
                    [.. query.Opponents.Select(neighbour => Of(train, neighbour))]
                )),
            ],
            [
                .. outcome
                    .Suspects.Take(SuspectCount)
                    .Select(suspect => new Suspect(
                        suspect.Id,
                        train.ClassNames[(int)suspect.Label],
                        train.ClassNames[(int)suspect.SuggestedLabel],
                        suspect.SelfInfluence,
                        suspect.Margin,
                        suspect.Duplicates
                    )),
            ]
        );
    }

    private static Neighbour Of(ImageDataset train, (int Row, float Score) neighbour) =>
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

    /// <summary>A training image whose label may be wrong.</summary>
    internal sealed record Suspect(
        string Id,
        string Label,
        string SuggestedLabel,
        float SelfInfluence,
        double Margin,
        IReadOnlyList<string> NearDuplicates
    );
}
