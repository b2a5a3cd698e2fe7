using DataWorth.Evaluation.Reports.Attribution;
using DataWorth.Evaluation.Reports.Images;
using DataWorth.Models.Data;

namespace DataWorth.Cli.Commands.Quickstart;

/// <summary>The training images of a run as the report and its list of suspects take them.</summary>
internal static class QuickstartSuspects
{
    /// <summary>The whole list as CSV.</summary>
    public static string Csv(QuickstartOutcome outcome) =>
        SuspectFile.ToCsv([.. Of(outcome, outcome.Suspects.Count, row => Named(outcome.Data.Train, row))]);

    /// <summary>The first suspects with their pictures, most suspect first.</summary>
    public static IReadOnlyList<ReportSuspect> First(QuickstartOutcome outcome, int count) =>
        [.. Of(outcome, count, row => Example(outcome.Data.Train, row))];

    /// <summary>A training image.</summary>
    public static ReportExample Example(ImageDataset data, int row) => Named(data, row) with { Content = Picture(data, row) };

    /// <summary>An image as a picture.</summary>
    public static ExampleContent Picture(ImageDataset data, int row) =>
        ExampleContent.Of(ReportImage.OfPlanes(data.Shape.Width, data.Shape.Height, data.Shape.Channels, data.PixelsOf(row)));

    private static IEnumerable<ReportSuspect> Of(QuickstartOutcome outcome, int count, Func<int, ReportExample> example)
    {
        var train = outcome.Data.Train;
        var rows = Enumerable.Range(0, train.Count).ToDictionary(train.Id, row => row, StringComparer.Ordinal);
        return outcome
            .Suspects.Take(count)
            .Select(suspect => new ReportSuspect(
                example(rows[suspect.Id]),
                suspect.SelfInfluence,
                train.ClassNames[(int)suspect.SuggestedLabel],
                suspect.Margin,
                suspect.Duplicates
            )
            {
                Ties = suspect.Ties,
            });
    }

    private static ReportExample Named(ImageDataset data, int row) =>
        new()
        {
            Id = data.Id(row),
            Label = data.ClassNames[data.Labels[row]],
            TrueLabel = data.ClassNames[data.OriginalLabels[row]],
        };
}
