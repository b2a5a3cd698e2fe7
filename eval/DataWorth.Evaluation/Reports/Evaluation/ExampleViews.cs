using DataWorth.Evaluation.Reports.Images;
using DataWorth.Evaluation.Retraining;
using DataWorth.Models.Data;

namespace DataWorth.Evaluation.Reports.Evaluation;

/// <summary>Shows the examples of a task.</summary>
/// <param name="query">Shows a query by its position.</param>
/// <param name="training">Shows a training example by its position.</param>
public sealed class ExampleViews(Func<int, ExampleView> query, Func<int, ExampleView> training)
{
    /// <summary>A query.</summary>
    /// <param name="position">0 .. Q - 1.</param>
    public ExampleView Query(int position) => query(position);

    /// <summary>A training example.</summary>
    /// <param name="position">0 .. N - 1.</param>
    public ExampleView Training(int position) => training(position);

    /// <summary>The views of a task; null if it shows none.</summary>
    /// <param name="task">The task, which must outlive the views.</param>
    public static ExampleViews? Of(RetrainingTask task) =>
        task switch
        {
            ClassificationRetraining images => new ExampleViews(
                position => Image(images.QueryImages, position),
                position => Image(images.Images, position)
            ),
            LanguageModelRetraining texts => new ExampleViews(
                position => Text(texts.QueryText(position)),
                position => Text(texts.TrainText(position))
            ),
            _ => null,
        };

    private static ExampleView Image(ImageDataset images, int row) =>
        new(
            images.ClassNames[images.Labels[row]],
            ReportImage.OfPlanes(images.Shape.Width, images.Shape.Height, images.Shape.Channels, images.PixelsOf(row)),
            null
        );

    private static ExampleView Text(string text) => new("", null, text);
}
