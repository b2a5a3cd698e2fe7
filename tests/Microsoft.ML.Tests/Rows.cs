using Microsoft.ML.Data;

namespace Microsoft.ML.Tests;

/// <summary>Row types that the tests share.</summary>
internal static class Rows
{
    public sealed class Example
    {
        public int Id { get; set; }

        [VectorType(3)]
        public float[] Features { get; set; } = [];

        [KeyType(10)]
        public uint Label { get; set; }

        public string? Name { get; set; }
    }

    /// <summary>Rows 0 to count - 1: features {i, 2i, 3i}, label i mod 10 + 1, name "row i".</summary>
    public static Example[] Make(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => new Example { Id = i, Features = [i, 2 * i, 3 * i], Label = (uint)(i % 10) + 1, Name = $"row {i}" }),
    ];

    public static IDataView View(int count, MLContext? context = null) => (context ?? new MLContext(1)).Data.LoadFromEnumerable(Make(count));

    public static int[] Ids(IDataView view) => [.. view.GetColumn<int>("Id")];
}
