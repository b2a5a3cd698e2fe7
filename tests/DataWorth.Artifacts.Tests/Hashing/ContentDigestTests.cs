namespace DataWorth.Artifacts.Tests;

public sealed class ContentDigestTests
{
    [Theory]
    [InlineData(0, "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262")]
    [InlineData(1, "2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213")]
    [InlineData(1024, "42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7")]
    public void Digest_IsTheOneOfBlake3sTestVectors(int length, string expected) =>
        Assert.Equal("blake3:" + expected, ContentDigest.Of([.. Enumerable.Range(0, length).Select(index => (byte)(index % 251))]));

    [Fact]
    public void Digest_IsTheSame_ForBytesPortionsAndObjects()
    {
        var random = new Random(5);
        using var store = new MemoryArtifactStore();
        foreach (var length in new[] { 0, 1, 70_000, (8 << 20) - 1, 8 << 20, (25 << 20) + 3 })
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            var expected = ContentDigest.Of(bytes);
            Assert.True(ContentDigest.IsDigest(expected));
            using var digest = new ContentDigest();
            for (var offset = 0; offset < length; )
            {
                var count = Math.Min(length - offset, random.Next(3_000_000));
                digest.Append(bytes.AsSpan(offset, count));
                offset += count;
            }

            Assert.Equal(expected, digest.Finish());
            ArtifactFiles.WriteAll(store, $"{length}", bytes, CancellationToken.None);
            using var file = store.Open($"{length}");
            Assert.Equal(expected, ContentDigest.Of(file, CancellationToken.None));
        }
    }

    [Fact]
    public void OtherTexts_AreNoDigests()
    {
        var digest = ContentDigest.Of([1]);
        Assert.False(ContentDigest.IsDigest(digest[7..]));
        Assert.False(ContentDigest.IsDigest(digest[..^1]));
        Assert.False(ContentDigest.IsDigest(digest.ToUpperInvariant()));
        Assert.False(ContentDigest.IsDigest("sha256:" + digest[7..]));
    }
}
