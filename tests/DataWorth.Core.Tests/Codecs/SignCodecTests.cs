using DataWorth.Codecs;
using DataWorth.Features;

namespace DataWorth.Core.Tests.Codecs;

/// <summary>What the laws of all codecs do not say of signs.</summary>
public sealed class SignCodecTests
{
    private static readonly FeatureLayout s_layout = new([new BlockShape("ten", 2, 5), new BlockShape("one", 1, 1)]);

    [Fact]
    public void Bits_AreSetWhereNumbersAreNegative_LowestFirst_AndTheScaleIsTheMeanMagnitude()
    {
        using var scope = NewDisposeScope();
        var rows = Encode(tensor(new float[] { -1, 2, -3, 4, 5, 6, 7, 8, -9, 0, -7 }, [1, 11]));
        Assert.Equal(
            [0b101, 0b1, 0b1],
            rows.Rows("ten").bytes.ToArray().Concat(rows.Rows("one").bytes.ToArray()).Select(value => (int)value)
        );
        Assert.Equal([4.5f, 7f], [rows["ten.scale"][0].item<float>(), rows["one.scale"][0].item<float>()]);
        using var decoded = new SignCodec().Decode(rows, s_layout, ScalarType.Float32);
        Assert.Equal(
            [-4.5f, 4.5f, -4.5f, 4.5f, 4.5f, 4.5f, 4.5f, 4.5f, -4.5f, 4.5f, -7f],
            decoded.ToRows(s_layout, ScalarType.Float32, CPU).data<float>().ToArray()
        );
    }

    /// <summary>|x - s sign(x)|^2 as a function of s is least at the mean magnitude, where it is |x|^2 - n mean^2.</summary>
    [Fact]
    public void Scale_IsTheOneOfLeastSquares()
    {
        using var scope = NewDisposeScope();
        var x = randn([50, s_layout.Size], generator: new Generator(2));
        using var batch = new SignCodec().Decode(Encode(x), s_layout, ScalarType.Float32);
        var decoded = batch.ToRows(s_layout, ScalarType.Float32, CPU);
        double Error(double factor) => (x - (decoded * factor)).narrow(1, 0, 10).square().sum().item<float>();
        var means = x.narrow(1, 0, 10).abs().mean([1]);
        Assert.Equal((x.narrow(1, 0, 10).square().sum() - (means.square().sum() * 10)).item<float>(), Error(1), 1e-3);
        Assert.True(Error(1) < Error(0.99) && Error(1) < Error(1.01));
    }

    [Fact]
    public void ANumberThatIsNotFinite_SpoilsItsBlockVisibly_AndNoOther()
    {
        using var scope = NewDisposeScope();
        foreach (var bad in new[] { float.NaN, float.PositiveInfinity })
        {
            var x = ones(3, 11);
            x[1, 4] = tensor(bad);
            var scores = new SignCodec().Score(Encode(x), s_layout, ones(2, 11), BlockGroups.Single(s_layout)); // [2, 3, 2]
            Assert.False(scores[0, 1].isfinite().any().item<bool>());
            Assert.Equal((2 * 3 * 2) - 2, scores.isfinite().sum().item<long>());
        }
    }

    private static EncodedRows Encode(Tensor x)
    {
        var rows = new EncodedRows(new SignCodec().Describe(s_layout), (int)x.shape[0]);
        using var batch = FeatureBatch.FromRows([.. Enumerable.Range(0, (int)x.shape[0]).Select(row => $"{row}")], x.clone(), s_layout);
        new SignCodec().Encode(batch, s_layout, rows);
        return rows;
    }
}
