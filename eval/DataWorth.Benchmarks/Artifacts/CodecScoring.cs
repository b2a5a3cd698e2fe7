using DataWorth.Codecs;
using DataWorth.Features;
using static TorchSharp.torch;

namespace DataWorth.Benchmarks.Artifacts;

/// <summary>Scores a chunk of encoded rows in each element type, beside expanding it to float32 first.</summary>
public sealed class CodecScoring : IBenchmark
{
    private const int Rows = 2048;
    private const int Queries = 64;

    /// <inheritdoc/>
    public string Name => "codecs";

    /// <inheritdoc/>
    public string Description =>
        "64 queries against 2,048 encoded rows of three modules of 64 x 64, in tiles and expanded to float32 first";

    /// <inheritdoc/>
    public void Run(BenchmarkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var scope = NewDisposeScope();
        var layout = new FeatureLayout([new BlockShape("fc1", 64, 64), new BlockShape("fc2", 64, 64), new BlockShape("fc3", 64, 64)]);
        var whole = BlockGroups.Whole(layout);
        var queries = randn([Queries, layout.Size]);
        using var batch = FeatureBatch.FromRows([.. Enumerable.Range(0, Rows).Select(row => $"{row}")], randn([Rows, layout.Size]), layout);
        var codecs = new[] { "float32", "float16", "bfloat16", "int8", "sign" }.Select(name => CodecTable.Create(name)).ToList();
        List<EncodedRows> encoded = [];
        List<(string, Action)> subjects = [];
        foreach (var codec in codecs)
        {
            var rows = new EncodedRows(codec.Describe(layout), Rows);
            codec.Encode(batch, layout, rows);
            encoded.Add(rows);
            subjects.Add(($"{codec.Name}: score", () => codec.Score(rows, layout, queries, whole).Dispose()));
            subjects.Add(($"{codec.Name}: expand, then multiply", () => Expand(codec, rows, layout, queries)));
        }

        var times = context.MeasureTogether(1, 5, [.. subjects]);
        for (var i = 0; i < times.Length; i++)
        {
            context.Row(times[i], i % 2 == 0 ? $"{codecs[i / 2].Describe(layout).Sum(tensor => tensor.RowBytes):n0} bytes per row" : "");
        }

        foreach (var (name, at) in codecs.Skip(1).Select((codec, i) => (codec.Name, 2 * (i + 1))))
        {
            context.Goal($"{name}: in tiles / expanded first", BenchmarkContext.Ratio(times[at], times[at + 1]), 1, atMost: true);
        }

        encoded.ForEach(rows => rows.Dispose());
    }

    private static void Expand(IFeatureCodec codec, EncodedRows rows, FeatureLayout layout, Tensor queries)
    {
        using var decoded = codec.Decode(rows, layout, ScalarType.Float32);
        decoded.Dot(queries, layout, BlockGroups.Whole(layout)).Dispose();
    }
}
