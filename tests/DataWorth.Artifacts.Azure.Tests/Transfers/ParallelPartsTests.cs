namespace DataWorth.Artifacts.Azure.Tests;

public class ParallelPartsTests
{
    [Theory]
    [InlineData(0, 8 << 20, 64 << 10, 0)]
    [InlineData(10, 8 << 20, 64 << 10, 1)]
    [InlineData((64 << 20) + 300, 8 << 20, (8 << 20) + (64 << 10), 8)]
    [InlineData((64 << 20) + 300, 32 << 20, (32 << 20) + (64 << 10), 2)]
    [InlineData(11 << 20, 8 << 20, 11 << 20, 1)]
    [InlineData(12 << 20, 8 << 20, 6 << 20, 2)]
    [InlineData(5L << 40, 1 << 30, 1 << 30, 5120)]
    public void Even_LeavesNoSmallRest(long length, int about, int part, int parts)
    {
        Assert.Equal(part, ParallelParts.Even(length, about));
        Assert.Equal(parts, (length + part - 1) / part);
    }

    [Fact]
    public void Even_IsWholeBlocks_NearWhatIsWanted()
    {
        var random = new Random(1);
        for (var trial = 0; trial < 1000; trial++)
        {
            var about = random.Next(64 << 10, 1 << 30);
            var length = random.NextInt64(1, 1L << random.Next(1, 44));
            var part = ParallelParts.Even(length, about);
            Assert.Equal(0, part % (64 << 10));
            Assert.InRange(part, 1, ParallelParts.MostEven(about));
            Assert.True(part >= Math.Min(length, about / 2));
        }
    }

    [Fact]
    public void Run_HandlesEveryPartOnce()
    {
        var seen = new int[1001];
        ParallelParts.Run(
            1001,
            64,
            5,
            CancellationToken.None,
            (offset, count) =>
            {
                for (var index = 0; index < count; index++)
                {
                    Interlocked.Increment(ref seen[offset + index]);
                }
            }
        );
        Assert.All(seen, times => Assert.Equal(1, times));
    }

    [Fact]
    public void Run_ThrowsTheFirstFailure_AndBeginsNothingAfterIt()
    {
        var begun = 0;
        var exception = Assert.Throws<IOException>(() =>
            ParallelParts.Run(
                1000,
                1,
                1,
                CancellationToken.None,
                (offset, _) =>
                {
                    begun++;
                    if (offset == 3)
                    {
                        throw new IOException("the third");
                    }
                }
            )
        );
        Assert.Equal("the third", exception.Message);
        Assert.Equal(4, begun);
    }
}
