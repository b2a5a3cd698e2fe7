using DataWorth.Codecs;
using DataWorth.Features;

namespace DataWorth.Core.Tests.Codecs;

/// <summary>What the laws of all codecs do not say of 8-bit integers.</summary>
public sealed class Int8CodecTests
{
    // Blocks narrower and wider than a tile of 1,024 columns, and one of a single number.
    private static readonly FeatureLayout s_layout = new([
        new BlockShape("wide", 30, 70),
        new BlockShape("narrow", 5, 8),
        new BlockShape("one", 1, 1),
        new BlockShape("tile", 32, 32),
    ]);

    [Theory]
    [InlineData(1e-30)]
    [InlineData(1)]
    [InlineData(1e30)]
    public void ErrsByAtMostHalfAScale_InEveryBlock(double magnitude)
    {
        using var scope = NewDisposeScope();
        var x = Features(300, magnitude);
        var decoded = RoundTrip(new Int8Codec(), x);
        for (var i = 0; i < s_layout.Blocks.Count; i++)
        {
            // Half a scale of max / 127, and a few roundings of float32 (2^-24 each) of numbers up to the maximum.
            var bound = s_layout.Slice(x, i).abs().amax([1], keepdim: true) * ((0.5 / 127) + 4e-7);
            Assert.True((s_layout.Slice(decoded, i) - s_layout.Slice(x, i)).abs().le(bound).all().item<bool>(), s_layout.Blocks[i].Name);
        }
    }

    [Fact]
    public void KeepsMultiplesOfTheScale_Zeros_AndTheLargestOfARow()
    {
        using var scope = NewDisposeScope();
        var layout = new FeatureLayout([new BlockShape("multiples", 1, 255), new BlockShape("zeros", 1, 4)]);
        var x = cat([arange(-127, 128).to_type(ScalarType.Float32) * 0.25f, zeros(4)]).unsqueeze(0);
        using var rows = Encode(new Int8Codec(), layout, x);
        Assert.Equal(0.25f, rows["multiples.scale"][0].item<float>());
        Assert.Equal(0f, rows["zeros.scale"][0].item<float>());
        Assert.True(Decode(new Int8Codec(), rows, layout, ScalarType.Float32).eq(x).all().item<bool>());
        Assert.Equal(-127, rows["multiples"][0, 0, 0].item<sbyte>());
        Assert.Equal(127, rows["multiples"][0, 0, 254].item<sbyte>());
    }

    [Fact]
    public void ANumberThatIsNotFinite_SpoilsItsBlockVisibly_AndNoOther()
    {
        using var scope = NewDisposeScope();
        foreach (var bad in new[] { float.NaN, float.PositiveInfinity })
        {
            var x = Features(3, 1);
            x[1, s_layout.Offset(1) + 2] = tensor(bad);
            using var rows = Encode(new Int8Codec(), s_layout, x);
            var scores = new Int8Codec().Score(rows, s_layout, Features(2, 1), BlockGroups.Single(s_layout)); // [blocks, 3, 2]
            Assert.False(scores[1, 1].isfinite().any().item<bool>());
            Assert.Equal((4 * 3 * 2) - 2, scores.isfinite().sum().item<long>());
        }
    }

    [Fact]
    public void ScoresAgreeWithFloat32_WithinTheBoundOfItsScales()
    {
        using var scope = NewDisposeScope();
        var (x, queries) = (Features(300, 1), Features(7, 1));
        var codec = new Int8Codec();
        using var rows = Encode(codec, s_layout, x);
        var difference = codec.Score(rows, s_layout, queries, BlockGroups.Whole(s_layout)).squeeze(0) - mm(x, queries.t());
        var bound = zeros_like(difference);
        for (var i = 0; i < s_layout.Blocks.Count; i++)
        {
            bound += mm(s_layout.Slice(x, i).abs().amax([1], keepdim: true), s_layout.Slice(queries, i).abs().sum(1L).unsqueeze(0)) / 254;
        }

        Assert.True(difference.abs().le(bound * 1.001).all().item<bool>());

        // Errors of independent numbers cancel: far below the bound in practice.
        Assert.True((difference.abs() / bound).max().item<float>() < 0.2);
    }

    /// <summary>Random features whose blocks differ in size by factors.</summary>
    private static Tensor Features(long count, double magnitude)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(7);
        var x = randn([count, s_layout.Size], ScalarType.Float32, generator: generator) * magnitude;
        for (var i = 0; i < s_layout.Blocks.Count; i++)
        {
            s_layout.Slice(x, i).mul_(Math.Pow(1000, i - 1));
        }

        return x.MoveToOuterDisposeScope();
    }

    private static Tensor RoundTrip(IFeatureCodec codec, Tensor x)
    {
        using var rows = Encode(codec, s_layout, x);
        return Decode(codec, rows, s_layout, ScalarType.Float32);
    }

    private static Tensor Decode(IFeatureCodec codec, EncodedRows rows, FeatureLayout layout, ScalarType type)
    {
        using var batch = codec.Decode(rows, layout, type);
        return batch.ToRows(layout, type, CPU);
    }

    /// <summary>Encodes in two portions, into a buffer that has more room.</summary>
    private static EncodedRows Encode(IFeatureCodec codec, FeatureLayout layout, Tensor x)
    {
        var count = (int)x.shape[0];
        var rows = new EncodedRows(codec.Describe(layout), count + 2);
        foreach (var (first, portion) in new[] { (0, count / 3), (count / 3, count - (count / 3)) })
        {
            if (portion == 0)
            {
                continue;
            }

            using var scope = NewDisposeScope();
            var part = x.narrow(0, first, portion).clone();
            using var batch = FeatureBatch.FromRows([.. Enumerable.Range(first, portion).Select(row => $"{row}")], part, layout);
            codec.Encode(batch, layout, rows);
        }

        return rows;
    }
}
