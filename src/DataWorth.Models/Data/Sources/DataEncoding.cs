using System.Text.Json;
using DataWorth.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Models.Data.Sources;

/// <summary>How rows become features and labels: made from the data of a fit, and given back when queries are opened, so that they are
/// encoded in the same way.</summary>
public sealed record DataEncoding
{
    /// <summary>Names of the classes in the order of their indices; none for data without labels.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Shape of the images; null for tables.</summary>
    public ImageShape? Image { get; init; }

    /// <summary>From pixels to features; null for tables.</summary>
    public PixelNormalization? Normalization { get; init; }

    /// <summary>Column of the class; null for images and for data without labels.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>Column that names the rows; null if they are named otherwise.</summary>
    public string? IdColumn { get; init; }

    /// <summary>The feature columns in order; none for images.</summary>
    public IReadOnlyList<ColumnEncoding> Columns { get; init; } = [];

    /// <summary>The shape of the features of one row: [C, H, W] of images, [n] of tables.</summary>
    public IReadOnlyList<long> ItemShape =>
        Image is { } image ? [image.Channels, image.Height, image.Width] : [Columns.Sum(column => (long)column.Width)];

    /// <summary>The transforms of ML.NET that make the features from a view's own columns of these names, numbers and texts: what a fit of the
    /// command was made of, before <c>mlContext.Attribution.Load</c> in a chain. They learn nothing from the rows that they meet.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="outputColumnName">Name of the features, a vector of Single. Default "Features".</param>
    /// <returns>Numbers standardized, of NaN where one is missing and the fit knows no replacement; texts as zeros and a one, or as zeros
    /// where the fit did not see them.</returns>
    /// <exception cref="InvalidOperationException">It is an encoding of images.</exception>
    public IEstimator<ITransformer> Transforms(MLContext mlContext, string outputColumnName = "Features")
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        if (Columns.Count == 0)
        {
            Throw.NoColumns();
        }

        IEstimator<ITransformer> chain = new EstimatorChain<ITransformer>();
        return Columns
            .Aggregate(chain, (before, column) => before.Append(ColumnTransforms.Of(mlContext, column)))
            .Append(mlContext.Transforms.Concatenate(outputColumnName, [.. Columns.Select(column => column.Name)]));
    }

    /// <summary>Writes the encoding as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, DataEncodingJsonContext.Default.DataEncoding);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="InvalidDataException">It is no encoding.</exception>
    public static DataEncoding FromJson(string json)
    {
        try
        {
            if (JsonSerializer.Deserialize(json, DataEncodingJsonContext.Default.DataEncoding) is { } encoding)
            {
                return encoding;
            }
        }
        catch (JsonException exception)
        {
            Throw.NotAnEncoding(JsonFault.Of(exception), exception);
        }

        Throw.NotAnEncoding("it is null", null);
        return null;
    }
}
