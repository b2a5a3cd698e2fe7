using DataWorth.Codecs;
using DataWorth.Features;

namespace DataWorth.Core.Tests.Codecs;

public sealed class CodecTests
{
    // Blocks narrower and wider than a tile of 1,024 columns, and one of a single number.
    private static readonly FeatureLayout s_layout = new([
        new BlockShape("wide", 30, 70),
        new BlockShape("narrow", 5, 8),
        new BlockShape("one", 1, 1),
        new BlockShape("tile", 32, 32),
    ]);

    private static readonly ScalarType[] s_types =
    [
        ScalarType.Float64,
        ScalarType.Float32,
        ScalarType.Float16,
        ScalarType.BFloat16,
        ScalarType.Int8,
    ];

    public static TheoryData<ScalarType> StoredTypes => new(s_types);

    [Theory]
    [InlineData(1e-30)]
    [InlineData(1)]
    [InlineData(1e30)]
    public void Int8_ErrsByAtMostHalfAScale_InEveryBlock(double magnitude)
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
    public void Int8_KeepsMultiplesOfTheScale_Zeros_AndTheLargestOfARow()
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
    public void Int8_ANumberThatIsNotFinite_SpoilsItsBlockVisibly_AndNoOther()
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

    [Theory]
    [MemberData(nameof(StoredTypes))]
    public void Score_EqualsTheProductWithWhatIsDecoded_ForAllRowsAndGroups(ScalarType stored)
    {
        using var scope = NewDisposeScope();
        foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            var codec = FeatureCodec.Of(stored);
            using var rows = Encode(codec, s_layout, Features(300, 1, spread: 10)); // float16 ends at 65,504
            var queries = Features(7, 1).to_type(type);
            var decoded = Decode(codec, rows, s_layout, ScalarType.Float64);
            foreach (
                var groups in new[]
                {
                    BlockGroups.Whole(s_layout),
                    BlockGroups.Single(s_layout),
                    BlockGroups.Parse("ends=wide,tile; rest=*", s_layout),
                }
            )
            {
                var scores = codec.Score(rows, s_layout, queries, groups);
                Assert.Equal([groups.Count, 300, 7], scores.shape);
                Assert.Equal(type, scores.dtype);
                var expected = groups.Sum(i => mm(s_layout.Slice(decoded, i), s_layout.Slice(queries, i).to_type(ScalarType.Float64).t()));

                // Sums of 3,165 products: roundings of the type relative to the sum of magnitudes.
                var bound = mm(decoded.abs(), queries.to_type(ScalarType.Float64).abs().t()) * (type == ScalarType.Float32 ? 1e-6 : 1e-14);
                Assert.True(
                    (scores.to_type(ScalarType.Float64) - expected).abs().le(bound).all().item<bool>(),
                    $"{stored} {type} {groups.Count}"
                );
            }
        }
    }

    [Fact]
    public void Int8_ScoresAgreeWithFloat32_WithinTheBoundOfItsScales()
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

    [Fact]
    public void Of_RefusesTypesWithoutACodec()
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => FeatureCodec.Of(ScalarType.Int16));
        Assert.Contains("Codec", exception.Message, StringComparison.Ordinal);
        Assert.Equal(
            ["int8", "float32", "bfloat16"],
            new[] { ScalarType.Int8, ScalarType.Float32, ScalarType.BFloat16 }.Select(type => FeatureCodec.Of(type).Name)
        );
    }

    [Fact]
    public void Codecs_LeaveNoLiveTensors()
    {
        using var queries = Features(3, 1).DetachFromDisposeScope();
        using var x = Features(10, 1).DetachFromDisposeScope();
        void Once(IFeatureCodec codec)
        {
            using var rows = Encode(codec, s_layout, x);
            codec.Score(rows, s_layout, queries, BlockGroups.Single(s_layout)).Dispose();
            codec.Decode(rows, s_layout, ScalarType.Float32).Dispose();
        }

        foreach (var type in s_types)
        {
            Once(FeatureCodec.Of(type));
            var statistics = DisposeScopeManager.Statistics;
            statistics.Reset();
            Once(FeatureCodec.Of(type));
            Assert.True(statistics.ThreadTotalLiveCount == 0, $"{type}: {statistics.ThreadTotalLiveCount}");
        }
    }

    /// <summary>Random features whose blocks differ in size by factors.</summary>
    private static Tensor Features(long count, double magnitude, double spread = 1000)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(7);
        var x = randn([count, s_layout.Size], ScalarType.Float32, generator: generator) * magnitude;
        for (var i = 0; i < s_layout.Blocks.Count; i++)
        {
            s_layout.Slice(x, i).mul_(Math.Pow(spread, i - 1));
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
