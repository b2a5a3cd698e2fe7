using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Golden;

/// <summary>An image or vector with its label, as a row.</summary>
internal sealed class GoldenExample
{
    public string Id { get; set; } = "";

    public float[] Features { get; set; } = [];

    public int Label { get; set; }

    public static IDataView View(MLContext mlContext, string side, float[] features, int[] labels)
    {
        var length = features.Length / labels.Length;
        var definition = SchemaDefinition.Create(typeof(GoldenExample));
        definition[nameof(Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, length);
        return mlContext.Data.LoadFromEnumerable(
            labels
                .Select(
                    (label, i) =>
                        new GoldenExample
                        {
                            Id = $"{side}-{i}",
                            Label = label,
                            Features = features[(i * length)..((i + 1) * length)],
                        }
                )
                .ToList(),
            definition
        );
    }
}
