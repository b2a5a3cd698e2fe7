using System.IO.Hashing;
using DataWorth.Data;

namespace DataWorth.Tests.Data;

/// <summary>The hash by which stored rows are recognised: every byte, its place and the division into columns count.</summary>
public sealed class RowHashTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(61)]
    public void AnyFlippedBit_ChangesHalfOfTheHash(int length)
    {
        var row = Bytes(length);
        var original = Of(row);
        for (var bit = 0; bit < 8 * length; bit++)
        {
            row[bit / 8] ^= (byte)(1 << (bit % 8));
            // 128 fair coins: fewer than 32 or more than 96 heads have a chance below 1e-7.
            Assert.InRange((int)UInt128.PopCount(original ^ Of(row)), 32, 96);
            row[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal(original, Of(row));
    }

    [Fact]
    public void OrderLengthAndDivision_Count()
    {
        var hashes = new HashSet<UInt128>();
        for (var length = 0; length < 70; length++)
        {
            Assert.True(hashes.Add(Of(new byte[length])), $"{length} zeros");
        }

        var row = Bytes(64);
        for (var first = 0; first < 8; first++)
        {
            for (var second = first; second < 8; second++)
            {
                var swapped = (byte[])row.Clone();
                row.AsSpan(8 * first, 8).CopyTo(swapped.AsSpan(8 * second));
                row.AsSpan(8 * second, 8).CopyTo(swapped.AsSpan(8 * first));
                Assert.Equal(first != second || first == 0, hashes.Add(Of(swapped))); // the row itself is new once
            }
        }

        for (var cut = 0; cut < 64; cut++)
        {
            Assert.True(hashes.Add(Of(row[..cut], row[cut..])), $"cut at {cut}");
        }
    }

    private static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)((i * 151) + 7))];

    private static UInt128 Of(params byte[][] columns)
    {
        var hash = new XxHash128();
        foreach (var column in columns)
        {
            hash.AppendColumn(column);
        }

        return hash.GetCurrentHashAsUInt128();
    }
}
