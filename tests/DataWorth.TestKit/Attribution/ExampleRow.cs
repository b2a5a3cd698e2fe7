using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.TestKit;

/// <summary>A training example or query as a row of a data view.</summary>
public sealed class ExampleRow
{
    public string Id { get; set; } = "";

    public float[] Features { get; set; } = [];

    public int Label { get; set; }

    public static IDataView View(MLContext mlContext, IEnumerable<ExampleRow> rows, int length)
    {
        var definition = SchemaDefinition.Create(typeof(ExampleRow));
        definition[nameof(Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, length);
        return mlContext.Data.LoadFromEnumerable(rows, definition);
    }
}
