using DataWorth.Codecs;
using DataWorth.Features;

namespace DataWorth.Core.Tests.Codecs;

/// <summary>The laws of every codec of the table, on gradients of one position: what a row promises, and that products with encoded rows are
/// those with decoded ones.</summary>
public sealed class CodecLawTests
{
    private const int Examples = 300;
    private const int Queries = 7;

    // Blocks narrower and wider than a tile of 1,024 columns, of a single number, without whole bytes of bits, too small for factors to save
    // anything; rows of more than a tile.
    private static readonly FeatureLayout s_layout = new([
        new BlockShape("wide", 30, 71),
        new BlockShape("narrow", 5, 8),
        new BlockShape("one", 1, 1),
        new BlockShape("odd", 3, 3),
        new BlockShape("bias", 9, 1),
        new BlockShape("tile", 32, 32),
    ]);

    public static TheoryData<string> Names => [.. CodecTable.Codecs.Select(codec => codec.Name.Replace('C', '1'))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Name_IsTheOneThatStoresKeep(string name)
    {
        Assert.StartsWith(name, Create(name).Name, StringComparison.Ordinal);
        Assert.Equal(Create(name).Name, Create(Create(name).Name).Name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_ErrsByAtMostTheBoundOfItsRow_InEveryBlock(string name)
    {
        using var scope = NewDisposeScope();
        foreach (var isOuter in CodecTable.Get(name).NeedsOuterProducts ? new[] { true } : [true, false])
        {
            var x = Dense(Examples, isOuter);
            var difference = Decode(name, Encode(name, Examples, isOuter), ScalarType.Float64) - x;
            for (var i = 0; i < s_layout.Blocks.Count; i++)
            {
                var largest = s_layout.Slice(x, i).abs().amax([1], keepdim: true);
                var error = (s_layout.Slice(difference, i).abs() / largest).max().item<double>();
                Assert.True(error <= CodecTable.Get(name).RelativeError, $"{s_layout.Blocks[i].Name}: {error:g3}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_GivesBackTheVeryNumbers_OfTheTypeThatIsExact(string name)
    {
        if (CodecTable.Get(name).Exact is not { } type)
        {
            using var scope = NewDisposeScope();
            Assert.False(Equal(Dense(3), Decode(name, Encode(name, 3), ScalarType.Float64)), "nothing is lost");
            return;
        }

        using var exact = NewDisposeScope();
        using var batch = Batch(0, Examples, type);
        Assert.True(Equal(batch.ToRows(s_layout, type, CPU), Decode(name, Encode(name, Examples, type: type), type)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Rows_TakeTheBitsOfTheTable(string name)
    {
        var stored = Create(name).Describe(s_layout);
        var bits = CodecTable.Get(name).BitsPerNumber;
        var numbers = s_layout.Blocks.Sum(block =>
            CodecTable.Get(name).NeedsOuterProducts && (FactoredCodec.Saves(block) || name.StartsWith("rank", StringComparison.Ordinal))
                ? block.Outputs + block.Inputs
                : block.Size
        );
        Assert.InRange(8.0 * stored.Sum(tensor => tensor.RowBytes), bits * numbers, (bits * numbers) + (s_layout.Blocks.Count * (32 + 7)));
        Assert.Equal(stored.Count, stored.Select(tensor => tensor.Name).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Score_EqualsTheProductWithWhatIsDecoded_ForAllRowsAndGroups(string name)
    {
        using var scope = NewDisposeScope();
        var rows = Encode(name, Examples);
        var decoded = Decode(name, rows, ScalarType.Float64);
        foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            var queries = randn([Queries, s_layout.Size], type, generator: new Generator(3));
            foreach (
                var groups in new[]
                {
                    BlockGroups.Whole(s_layout),
                    BlockGroups.Single(s_layout),
                    BlockGroups.Parse("ends=wide,tile; rest=*", s_layout),
                }
            )
            {
                var scores = Create(name).Score(rows, s_layout, queries, groups);
                Assert.Equal([groups.Count, Examples, Queries], scores.shape);
                Assert.Equal(type, scores.dtype);
                var expected = groups.Sum(i => mm(s_layout.Slice(decoded, i), s_layout.Slice(queries, i).to_type(ScalarType.Float64).t()));

                // Sums of 3,213 products: roundings of the type relative to the sum of magnitudes.
                var bound = mm(decoded.abs(), queries.to_type(ScalarType.Float64).abs().t()) * (type == ScalarType.Float32 ? 1e-6 : 1e-14);
                Assert.True((scores.to_type(ScalarType.Float64) - expected).abs().le(bound).all().item<bool>(), $"{type} {groups.Count}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Bytes_DoNotDependOnHowRowsAreBatched(string name)
    {
        using var scope = NewDisposeScope();
        var (whole, cut) = (Encode(name, Examples, parts: [Examples]), Encode(name, Examples, parts: [1, 0, 137, 162]));
        foreach (var tensor in Create(name).Describe(s_layout))
        {
            Assert.True(whole.Rows(tensor.Name).bytes.SequenceEqual(cut.Rows(tensor.Name).bytes), tensor.Name);
        }

        using var part = whole.Part(100, 37);
        var decoded = Decode(name, whole, ScalarType.Float32);
        Assert.True(Equal(decoded.narrow(0, 100, 37), Decode(name, part, ScalarType.Float32)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NoRows_HaveNoScores(string name)
    {
        using var scope = NewDisposeScope();
        var rows = Encode(name, 0);
        Assert.Equal([0, s_layout.Size], Decode(name, rows, ScalarType.Float32).shape);
        var scores = Create(name).Score(rows, s_layout, ones([Queries, s_layout.Size]), BlockGroups.Single(s_layout));
        Assert.Equal([s_layout.Blocks.Count, 0, Queries], scores.shape);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void RowsOfZeros_StayZeros(string name)
    {
        using var scope = NewDisposeScope();
        var rows = Encode(name, 4, scale: 0);
        Assert.Equal(0, Decode(name, rows, ScalarType.Float32).count_nonzero().item<long>());
        var scores = Create(name).Score(rows, s_layout, ones([Queries, s_layout.Size]), BlockGroups.Whole(s_layout));
        Assert.Equal(0, scores.count_nonzero().item<long>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NoLiveTensorIsLeft(string name)
    {
        using var queries = randn([3, s_layout.Size]).DetachFromDisposeScope();
        void Once()
        {
            using var rows = Encode(name, 10);
            Create(name).Score(rows, s_layout, queries, BlockGroups.Single(s_layout)).Dispose();
            Create(name).Decode(rows, s_layout, ScalarType.Float32).Dispose();
        }

        Once();
        var statistics = DisposeScopeManager.Statistics;
        statistics.Reset();
        Once();
        Assert.Equal(0, statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [InlineData("flot32", "float32")]
    [InlineData("rank-0-bfloat16", "rank-C-bfloat16")]
    public void UnknownNames_AreRefusedWithTheNearestAndTheList(string name, string nearest) =>
        Assert.Equal(
            $"There is no codec '{name}'. Did you mean '{nearest}'? There are: "
                + string.Join(", ", CodecTable.Codecs.Select(codec => codec.Name))
                + ". Set Storage to one of them.",
            Assert.Throws<ArgumentException>(() => CodecTable.Get(name)).Message
        );

    [Fact]
    public void RankCodecs_WithoutTheirNumber_AreRefusedWithOneThatHasIt() =>
        Assert.Equal(
            "The codec 'rank-C-float32' has no number for its C, expected a whole number of at least 1, such as 'rank-1-float32'.",
            Assert.Throws<ArgumentException>(() => CodecTable.Get("rank-C-float32")).Message
        );

    private static IFeatureCodec Create(string name) =>
        CodecTable.Create(name, new CodecContext { OuterProducts = () => s_layout.Blocks.Select(block => block.Name).ToHashSet() });

    private static bool Equal(Tensor left, Tensor right) => left.eq(right).all().item<bool>();

    private static Tensor Dense(int count, bool isOuter = true)
    {
        using var batch = Batch(0, count, ScalarType.Float32, isOuter);
        return batch.ToRows(s_layout, ScalarType.Float64, CPU);
    }

    private static Tensor Decode(string name, EncodedRows rows, ScalarType type)
    {
        using var batch = Create(name).Decode(rows, s_layout, type);
        Assert.Equal(rows.Count, batch.Count);
        return batch.ToRows(s_layout, type, CPU);
    }

    /// <summary>Encodes in portions, into a buffer that has more room.</summary>
    private static EncodedRows Encode(
        string name,
        int count,
        bool isOuter = true,
        ScalarType type = ScalarType.Float32,
        double scale = 1,
        int[]? parts = null
    )
    {
        var rows = new EncodedRows(Create(name).Describe(s_layout), count + 2);
        var first = 0;
        foreach (var part in parts ?? [count / 3, count - (count / 3)])
        {
            using var batch = Batch(first, part, type, isOuter, scale);
            Create(name).Encode(batch, s_layout, rows);
            first += part;
        }

        Assert.Equal(count, rows.Count);
        return rows;
    }

    /// <summary>Some of a sequence of random examples: outer products, or matrices of any rank, whose blocks differ in size by
    /// factors.</summary>
    private static FeatureBatch Batch(int first, int count, ScalarType type, bool isOuter = true, double scale = 1)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        Tensor Draw(int block, params long[] shape) =>
            (randn([Examples, .. shape], ScalarType.Float32, generator: new Generator((ulong)block)) * scale)
                .narrow(0, first, count)
                .to_type(type)
                .clone();
        return new FeatureBatch(
            [.. Enumerable.Range(first, count).Select(row => $"{row}")],
            [
                .. s_layout.Blocks.Select(
                    (block, i) =>
                        isOuter
                            ? (GradientBlock)
                                new KroneckerGradient(
                                    block.Name,
                                    Draw(i, 1, block.Inputs) * Math.Pow(10, i - 2),
                                    Draw(100 + i, 1, block.Outputs)
                                )
                            : new DenseGradient(block.Name, Draw(i, block.Outputs, block.Inputs) * Math.Pow(10, i - 2))
                ),
            ]
        );
    }
}
