using DataWorth.Models.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Cli.Commands.Quickstart;

/// <summary>Images as data views with the columns Id, Features and Label.</summary>
internal static class QuickstartViews
{
    /// <summary>A view over the rows of a data set.</summary>
    public static IDataView Load(MLContext context, ImageDataset data) => Load(context, data.Rows, data.Shape);

    /// <summary>A view over queries: the first test images, labelled with what the model predicts for them, since that prediction is what
    /// is to be explained.</summary>
    public static IDataView LoadQueries(MLContext context, ImageDataset test, IReadOnlyList<(int Class, double Probability)> predictions) =>
        Load(
            context,
            [
                .. test.Take(predictions.Count)
                    .Rows.Zip(
                        predictions,
                        (row, prediction) =>
                            new ImageExample
                            {
                                Id = row.Id,
                                Features = row.Features,
                                Label = prediction.Class,
                            }
                    ),
            ],
            test.Shape
        );

    private static IDataView Load(MLContext context, IEnumerable<ImageExample> rows, ImageShape shape)
    {
        var schema = SchemaDefinition.Create(typeof(ImageExample));
        schema[nameof(ImageExample.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, shape.Size);
        return context.Data.LoadFromEnumerable(rows, schema);
    }
}
