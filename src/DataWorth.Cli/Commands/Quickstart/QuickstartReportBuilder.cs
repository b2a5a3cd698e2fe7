using System.Globalization;
using DataWorth.Cli.Commands.Version;
using DataWorth.Configuration;
using DataWorth.Evaluation.Reports.Attribution;
using DataWorth.Evaluation.Reports.Charts;
using DataWorth.Evaluation.Reports.Markup;
using DataWorth.Models.Data;
using TorchSharp;

namespace DataWorth.Cli.Commands.Quickstart;

/// <summary>Turns the outcome of a run into its report.</summary>
internal static class QuickstartReportBuilder
{
    private const int BinCount = 61;

    // The tails of influence scores are long: the histogram covers the middle, and counts the rest.
    private const double HistogramShare = 0.98;

    /// <summary>Makes the page.</summary>
    public static HtmlPage Build(QuickstartSettings settings, QuickstartOutcome outcome)
    {
        var train = outcome.Data.Train;
        var flipped = train.FlippedCount == 0 ? "all labels right" : Invariant($"{train.FlippedCount:N0} of them with a flipped label");
        return AttributionPage.Create(
            new AttributionReport
            {
                Title = "Which training images made these predictions?",
                Origin = "quickstart",
                Method = outcome.Method(settings),
                TrainingCount = train.Count,
                ClassNames = train.ClassNames,
                Summary = string.Create(
                    CultureInfo.InvariantCulture,
                    $"A perceptron ({string.Join("-", QuickstartModel.Widths(settings.Pipeline, train))}) was trained on "
                        + $"{train.Count:N0} images of {Title(train)}, {flipped}. For the predictions on {outcome.Queries.Count} test "
                        + $"images, LoGra estimates from gradients how much each training image contributed."
                ),
                Notice = outcome.Data.Notice,
                Figures = Figures(outcome),
                Queries = [.. outcome.Queries.Select(query => Query(outcome.Data, query))],
                Scores = HistogramBins.Count(Relative(outcome.Scores, outcome.Queries.Count), BinCount, HistogramShare),
                Mislabels = outcome.Mislabels,
                Suspects = QuickstartSuspects.First(outcome, QuickstartResult.SuspectCount),
                Mending = outcome.Mending,
                Timings = outcome.Timings,
                Tables = Tables(settings, outcome),
                Command = settings.CommandLine,
                Notes =
                [
                    .. outcome.Fit.LeftOut.Select(part => $"{part.Name} is left out: {part.Reason}."),
                    .. outcome.Fit.Warning is { } warning ? [warning] : Array.Empty<string>(),
                ],
            }
        );
    }

    private static IReadOnlyList<ReportFigure> Figures(QuickstartOutcome outcome)
    {
        List<ReportFigure> figures =
        [
            new(
                Invariant($"{100 * outcome.Test.Accuracy:0.0} %"),
                "accuracy on test images",
                Invariant($"{outcome.Data.Test.Count:N0} images with true labels")
            ),
        ];
        if (outcome.Mislabels is { } curve)
        {
            figures.Add(
                new(
                    Invariant($"{100 * curve.FoundAt(0.1):0} %"),
                    "of the flipped labels found",
                    "in the first 10 % inspected; at random 10 %"
                )
            );
            figures.Add(
                new(
                    Invariant($"{curve.Area:0.000}"),
                    "area under that curve",
                    Invariant($"random 0.500, perfect {curve.PerfectArea:0.000}")
                )
            );
        }

        figures.Add(
            new(
                Invariant($"{outcome.Timings.Sum(part => part.Value):0} s"),
                "for everything",
                (outcome.Threads == 1 ? "1 thread, " : Invariant($"{outcome.Threads} threads, "))
                    + (torch.cuda.is_available() ? "a GPU was there" : "no GPU")
            )
        );
        return figures;
    }

    private static ReportQuery Query(QuickstartData data, QuickstartQuery query) =>
        new()
        {
            Id = query.Id,
            Content = QuickstartSuspects.Picture(data.Test, query.Row),
            Predicted = data.Test.ClassNames[query.Predicted],
            Probability = query.Probability,
            TrueLabel = data.Test.ClassNames[query.True],
            Proponents = [.. query.Proponents.Select(neighbour => Neighbour(data.Train, neighbour))],
            Opponents = [.. query.Opponents.Select(neighbour => Neighbour(data.Train, neighbour))],
        };

    private static ReportNeighbour Neighbour(ImageDataset data, (int Row, float Score) neighbour) =>
        new(QuickstartSuspects.Example(data, neighbour.Row), neighbour.Score);

    private static IReadOnlyList<ReportTable> Tables(QuickstartSettings settings, QuickstartOutcome outcome)
    {
        var version = VersionReport.Collect();
        var fit = outcome.Fit;
        var train = outcome.Data.Train;
        return
        [
            new("Options", [.. OptionsBinder.Describe(settings.Pipeline)]),
            new(
                "Stored gradients",
                [
                    new("method", fit.Method),
                    new("numbers per example", Invariant($"{fit.FeatureSize:N0}")),
                    new(
                        "bytes per example",
                        Invariant($"{outcome.Fit.StoredBytesPerExample:N0}: {fit.BytesPerExample:N0} of gradients, ")
                            + Invariant($"the rest its share of the Fisher's {outcome.Fit.CurvatureBytes:N0}")
                    ),
                    new("blocks", string.Join(", ", fit.Blocks)),
                    new("reused from the store", Invariant($"{fit.ReusedExamples:N0} of {fit.Examples:N0} examples")),
                    new("repairs", fit.Reports.Count == 0 ? "none needed" : string.Join("; ", fit.Reports)),
                    new("store", settings.Store),
                ]
            ),
            new(
                "Versions",
                [
                    new("dataworth", version.DataWorth),
                    new(".NET", version.Runtime),
                    new("libtorch", version.LibTorch ?? "unknown"),
                    new("system", version.System),
                    new("threads", Invariant($"{outcome.Threads}")),
                ]
            ),
            new(
                "Fingerprints",
                [
                    new("training images and labels", train.Fingerprint),
                    new("gradients", fit.GradientArtifact ?? "not stored"),
                    new("Fisher", fit.CurvatureArtifact ?? "none"),
                    new("data", train.Provenance.Source),
                    new("licence of the data", train.Provenance.Licence),
                ]
            ),
        ];
    }

    // Scores of different queries differ by orders of magnitude: a sure prediction has small gradients.
    private static float[] Relative(IReadOnlyList<float> scores, int queries)
    {
        var squares = new double[queries];
        for (var i = 0; i < scores.Count; i++)
        {
            squares[i % queries] += (double)scores[i] * scores[i];
        }

        double[] rootMeanSquare = [.. squares.Select(sum => Math.Sqrt(sum * queries / scores.Count))];
        return [.. scores.Select((score, i) => rootMeanSquare[i % queries] > 0 ? (float)(score / rootMeanSquare[i % queries]) : 0)];
    }

    private static string Title(ImageDataset data) => data.Name == FashionMnist.Name ? "Fashion-MNIST" : data.Name;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
