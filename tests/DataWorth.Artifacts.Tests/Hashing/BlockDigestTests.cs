using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace DataWorth.Artifacts.Tests;

public sealed unsafe class BlockDigestTests
{
    private const int Block = 65_536;

    [Theory]
    [InlineData(64, 1)]
    [InlineData(128, 2)]
    [InlineData(4_096, 3)]
    [InlineData(Block, 4)]
    public void Lanes_GiveTheDigestsOfTheFramework(int blockBytes, int seed)
    {
        if (Lanes512.IsSupported)
        {
            RequireSameDigests<Lanes512, Vector512<uint>>(blockBytes, seed);
        }

        if (Lanes256.IsSupported)
        {
            RequireSameDigests<Lanes256, Vector256<uint>>(blockBytes, seed);
        }

        // On every processor, for every number of blocks up to two full sets of lanes.
        for (var count = 0; count <= 33; count++)
        {
            var found = new byte[32 * count];
            var bytes = Bytes(count * blockBytes, seed);
            WithAddresses(bytes, count, blockBytes, blocks => BlockHash.Compute(blocks, count, blockBytes, found));
            Assert.Equal(Digests(bytes, blockBytes), found);
        }
    }

    [Fact]
    public void Digest_IsThatOfTheBlocksDigests_ForRandomLengthsAndPortions()
    {
        var random = new Random(5);
        int[] edges = [0, 1, Block - 1, Block, Block + 1, (16 * Block) - 1, 16 * Block, (16 * Block) + 1, 48 * Block];
        foreach (var length in edges.Concat(Enumerable.Range(0, 30).Select(_ => random.Next(4_000_000))))
        {
            var bytes = Bytes(length, length);
            var expected = Convert.ToHexStringLower(SHA256.HashData(Digests(bytes, Block)));
            Assert.Equal(expected, BlockDigest.Of(bytes));
            foreach (var portion in new[] { 2_000_000, 300_000, 70_001 })
            {
                using var digest = new BlockDigest();
                for (var offset = 0; offset < length; )
                {
                    var count = Math.Min(length - offset, random.Next(portion));
                    digest.Append(bytes.AsSpan(offset, count));
                    offset += count;
                }

                Assert.Equal(expected, digest.Finish());
            }

            fixed (byte* address = bytes)
            {
                Assert.Equal(expected, BlockDigest.Of((nint)address, length, CancellationToken.None));
            }
        }
    }

    [Fact]
    public void Digest_OfAnObject_IsTheSame_MappedOrNot()
    {
        var bytes = Bytes((33 << 20) + 12_345, 6);
        using var folder = new TemporaryFolder();
        using var files = new FileArtifactStore(folder["store"]);
        using var memory = new MemoryArtifactStore();
        foreach (var store in new IArtifactStore[] { files, memory })
        {
            ArtifactFiles.WriteAll(store, "object", bytes, CancellationToken.None);
            ArtifactFiles.WriteAll(store, "nothing", [], CancellationToken.None);
            using var file = store.Open("object");
            Assert.Equal(BlockDigest.Of(bytes), BlockDigest.Of(file, CancellationToken.None));
            using var nothing = store.Open("nothing");
            Assert.Equal(
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                BlockDigest.Of(nothing, CancellationToken.None)
            );
        }
    }

    [Fact]
    public void Digest_ChangesWithAByteOfAnyBlock()
    {
        var bytes = Bytes((20 * Block) + 100, 8);
        HashSet<string> digests = [BlockDigest.Of(bytes)];
        for (var block = 0; block <= 20; block++)
        {
            var index = (block * Block) + (block * 4);
            bytes[index] ^= 0x10;
            Assert.True(digests.Add(BlockDigest.Of(bytes)), $"block {block}");
            bytes[index] ^= 0x10;
        }

        Assert.False(digests.Add(BlockDigest.Of(bytes)));
    }

    [Fact]
    public void Digest_ChangesWithTheOrderOfBlocks_AndWithWhereTheyEnd()
    {
        var bytes = Bytes(4 * Block, 7);
        byte[] swapped = [.. bytes.AsSpan(Block, Block), .. bytes.AsSpan(0, Block), .. bytes.AsSpan(2 * Block)];
        Assert.NotEqual(BlockDigest.Of(bytes), BlockDigest.Of(swapped));
        Assert.NotEqual(BlockDigest.Of(bytes), BlockDigest.Of(bytes.AsSpan(0, (4 * Block) - 1)));
        Assert.NotEqual(BlockDigest.Of(bytes), BlockDigest.Of([.. bytes, 0]));
    }

    private static void RequireSameDigests<TLanes, TVector>(int blockBytes, int seed)
        where TLanes : struct, ILaneVector<TVector>
        where TVector : unmanaged
    {
        var bytes = Bytes(TLanes.Lanes * blockBytes, seed);
        var found = new byte[32 * TLanes.Lanes];
        WithAddresses(bytes, TLanes.Lanes, blockBytes, blocks => LaneSha256<TLanes, TVector>.Hash(blocks, blockBytes, found));
        Assert.Equal(Digests(bytes, blockBytes), found);
    }

    private static void WithAddresses(byte[] bytes, int count, int blockBytes, Blocks action)
    {
        var blocks = stackalloc byte*[Math.Max(count, 1)];
        fixed (byte* first = &MemoryMarshal.GetArrayDataReference(bytes))
        {
            for (var index = 0; index < count; index++)
            {
                blocks[index] = first + ((long)index * blockBytes);
            }

            action(blocks);
        }
    }

    private static byte[] Digests(byte[] bytes, int blockBytes) => [.. bytes.Chunk(blockBytes).SelectMany(SHA256.HashData)];

    private static byte[] Bytes(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private delegate void Blocks(byte** blocks);
}
