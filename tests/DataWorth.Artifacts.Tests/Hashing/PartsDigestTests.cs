using System.Runtime.InteropServices;

namespace DataWorth.Artifacts.Tests.Hashing;

/// <summary>A digest from parts in any order is the digest of the whole.</summary>
public sealed class PartsDigestTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(BlockDigest.BlockBytes)]
    [InlineData((3 * BlockDigest.BlockBytes) + 17)]
    [InlineData((40 * BlockDigest.BlockBytes) + 65_535)]
    public void PartsInAnyOrder_FromSeveralThreads_GiveTheDigestOfTheWhole(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        foreach (var partBlocks in new[] { 1, 3, 16, 64 })
        {
            var pin = GCHandle.Alloc(bytes, GCHandleType.Pinned);
            try
            {
                var digest = new PartsDigest(length);
                var part = partBlocks * BlockDigest.BlockBytes;
                Parallel.For(
                    0,
                    (length + part - 1) / part,
                    index =>
                    {
                        var offset = index * part;
                        digest.Add(pin.AddrOfPinnedObject() + offset, offset, Math.Min(part, length - offset));
                    }
                );
                Assert.Equal(BlockDigest.Of(bytes), digest.Finish());
            }
            finally
            {
                pin.Free();
            }
        }
    }

    [Fact]
    public void MissingAndUnalignedParts_AreRefused()
    {
        var digest = new PartsDigest(3 * BlockDigest.BlockBytes);
        Assert.Contains("0 of 196608", Assert.Throws<InvalidOperationException>(digest.Finish).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => digest.Add(0, 100, BlockDigest.BlockBytes));
        Assert.Throws<ArgumentOutOfRangeException>(() => digest.Add(0, 0, 100));
    }

    [Fact]
    public void ParallelParts_HandleEachByteOnce_AndThrowTheFirstFailure()
    {
        foreach (var degree in new[] { 1, 3, 16 })
        {
            var seen = new int[1000];
            ParallelParts.Run(
                1000,
                7,
                degree,
                CancellationToken.None,
                (offset, count) =>
                {
                    for (var i = 0; i < count; i++)
                    {
                        Interlocked.Increment(ref seen[offset + i]);
                    }
                }
            );
            Assert.All(seen, count => Assert.Equal(1, count));
            var handled = 0;
            var failure = Assert.Throws<IOException>(() =>
                ParallelParts.Run(
                    1000,
                    1,
                    degree,
                    CancellationToken.None,
                    (offset, _) =>
                    {
                        Interlocked.Increment(ref handled);
                        throw new IOException($"part {offset}");
                    }
                )
            );
            Assert.StartsWith("part", failure.Message, StringComparison.Ordinal);
            Assert.InRange(handled, 1, degree);
        }

        ParallelParts.Run(0, 7, 4, CancellationToken.None, (_, _) => Assert.Fail("there is nothing"));
        Assert.Throws<OperationCanceledException>(() => ParallelParts.Run(10, 1, 2, new CancellationToken(canceled: true), (_, _) => { }));
    }
}
