using DataWorth.Codecs;
using DataWorth.Features;

namespace DataWorth.Core.Tests.Codecs;

/// <summary>Rows that keep outer products as their factors and everything else as it is.</summary>
public sealed class FactoredCodecTests
{
    // An outer product, several positions, one too small for factors to save anything, and a dense block. More rows and columns than a tile
    // of products.
    private static readonly FeatureLayout s_layout = new([
        new BlockShape("outer", 70, 30),
        new BlockShape("sum", 6, 9),
        new BlockShape("bias", 8, 1),
        new BlockShape("dense", 3, 4),
    ]);

    private static readonly HashSet<string> s_outer = ["outer", "bias"];

    [Fact]
    public void Describe_KeepsFactorsOnlyWhereTheySave()
    {
        Assert.Equal(
            ["outer.u [70]", "outer.v [30]", "sum [6,9]", "bias [8,1]", "dense [3,4]"],
            new FactoredCodec(ScalarType.Float32, s_outer)
                .Describe(s_layout)
                .Select(tensor => $"{tensor.Name} [{string.Join(",", tensor.RowShape)}]")
        );
        Assert.Equal(["outer"], FactoredCodec.Factored(s_layout, ["content", "outer.u", "outer.v", "sum", "bias", "dense"]));
        Assert.Equal("factored-float32", CodecTable.Lossless(ScalarType.Float32, s_layout, s_outer).Name);
        Assert.Equal("float32", CodecTable.Lossless(ScalarType.Float32, s_layout, new HashSet<string> { "bias" }).Name);
        Assert.Contains(
            "Storage",
            Assert.Throws<ArgumentOutOfRangeException>(() => new FactoredCodec(ScalarType.Int8, s_outer)).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Decode_GivesTheVeryNumbersThatDenseRowsHold(ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var factored = Encode(new FactoredCodec(type, s_outer), type);
        using var dense = Encode(new DenseCodec(type), type);
        var decoded = Decode(new FactoredCodec(type, s_outer), factored, type);
        Assert.True(decoded.eq(Decode(new DenseCodec(type), dense, type)).all().item<bool>());
        using var part = factored.Part(100, 37);
        Assert.True(Decode(new FactoredCodec(type, s_outer), part, type).eq(decoded.narrow(0, 100, 37)).all().item<bool>());
    }

    [Fact]
    public void SeveralPositionsWhereOneWasPromised_AreRefusedByName()
    {
        using var scope = NewDisposeScope();
        var codec = new FactoredCodec(ScalarType.Float32, new HashSet<string> { "outer", "sum" });
        using var rows = new EncodedRows(codec.Describe(s_layout), 4);
        using var batch = Batch(0, 4, ScalarType.Float32);
        var error = Assert.Throws<InvalidOperationException>(() => codec.Encode(batch, s_layout, rows));
        Assert.Contains("'sum'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Storage", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, rows.Count);
    }

    private static Tensor Decode(IFeatureCodec codec, EncodedRows rows, ScalarType type)
    {
        using var batch = codec.Decode(rows, s_layout, type);
        Assert.Equal(rows.Count, batch.Count);
        return batch.ToRows(s_layout, type, CPU);
    }

    private static EncodedRows Encode(IFeatureCodec codec, ScalarType type)
    {
        var rows = new EncodedRows(codec.Describe(s_layout), 600);
        foreach (var (first, count) in new[] { (0, 137), (137, 463) })
        {
            using var batch = Batch(first, count, type);
            codec.Encode(batch, s_layout, rows);
        }

        return rows;
    }

    private static FeatureBatch Batch(int first, int count, ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        Tensor Draw(long seed, params long[] shape) =>
            randn([600, .. shape], type, generator: new Generator((ulong)seed)).narrow(0, first, count).clone();
        return new FeatureBatch(
            [.. Enumerable.Range(first, count).Select(row => $"{row}")],
            [
                new KroneckerGradient("outer", Draw(1, 1, 30), Draw(2, 1, 70)),
                new KroneckerGradient("sum", Draw(3, 3, 9), Draw(4, 3, 6)),
                new KroneckerGradient("bias", Draw(5, 1, 1), Draw(6, 1, 8)),
                new DenseGradient("dense", Draw(7, 3, 4)),
            ]
        );
    }
}
