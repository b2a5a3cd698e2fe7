using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Golden;

/// <summary>A token sequence as a row.</summary>
internal sealed class GoldenTokens
{
    public string Id { get; set; } = "";

    public int[] Tokens { get; set; } = [];

    public static IDataView View(MLContext mlContext, string side, int[] tokens, int length)
    {
        var definition = SchemaDefinition.Create(typeof(GoldenTokens));
        definition[nameof(Tokens)].ColumnType = new VectorDataViewType(NumberDataViewType.Int32, length);
        return mlContext.Data.LoadFromEnumerable(
            Enumerable
                .Range(0, tokens.Length / length)
                .Select(i => new GoldenTokens { Id = $"{side}-{i}", Tokens = tokens[(i * length)..((i + 1) * length)] })
                .ToList(),
            definition
        );
    }
}
