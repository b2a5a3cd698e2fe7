using DataWorth.Features;
using DataWorth.Projections;
using DataWorth.Randomness;

namespace DataWorth.Core.Tests.Projections;

public sealed class RademacherRowsTests
{
    /// <summary>Sizes whose rows end within, at and after 64 signs. Exact: the entries are copies of one number.</summary>
    [Theory]
    [InlineData(1, 3)]
    [InlineData(64, 1)]
    [InlineData(13, 7)]
    [InlineData(9, 64)]
    public void Entries_AreTheSignsOfTheStreamOfTheirOutput(int inputs, int size)
    {
        var block = new BlockShape("fc", 4, inputs);
        using var rows = new RademacherRows(size, 5, ScalarType.Float32, CPU).Rows(block, 1, 2);
        Assert.Equal([2L * inputs, size], rows.shape);
        var values = rows.data<float>().ToArray();
        var scale = (float)(1 / Math.Sqrt(size));
        for (var output = 0; output < 2; output++)
        {
            var random = NamedRandom.Create(5, "fc", $"{output + 1}");
            ulong bits = 0;
            for (var i = 0; i < inputs * size; i++, bits >>= 1)
            {
                if (i % 64 == 0)
                {
                    bits = random.NextUInt64();
                }

                Assert.Equal((bits & 1) == 0 ? scale : -scale, values[(output * inputs * size) + i]);
            }
        }
    }

    [Fact]
    public void Rows_AreTheSame_HoweverTheyAreCut()
    {
        var block = new BlockShape("fc", 5, 21);
        var projection = new RademacherRows(6, 0, ScalarType.Float64, CPU);
        using var whole = projection.Rows(block, 0, 5);
        using var first = projection.Rows(block, 0, 2);
        using var rest = projection.Rows(block, 2, 3);
        using var joined = cat([first, rest], 0);
        Assert.True(whole.equal(joined).all().item<bool>());
        Assert.Equal(ScalarType.Float64, whole.dtype);
    }
}
