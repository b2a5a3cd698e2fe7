using System.Security.Cryptography;
using System.Text;

namespace DataWorth.Artifacts.Tests;

public sealed class FingerprintBuilderTests
{
    [Fact]
    public void Fingerprint_IsTheDocumentedHash()
    {
        var builder = new FingerprintBuilder()
            .Add("seed", 7L)
            .Add("damping", 0.1)
            .Add("relu", true)
            .Add("name", "ü")
            .Add("bytes", (ReadOnlySpan<byte>)[1, 2]);
        var bytesText = "sha256:" + Convert.ToHexStringLower(SHA256.HashData([1, 2]));
        var buffer = new MemoryStream();
        foreach (var text in new[] { "seed", "7", "damping", "0.1", "relu", "true", "name", "ü", "bytes", bytesText })
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            buffer.Write(BitConverter.GetBytes(utf8.Length));
            buffer.Write(utf8);
        }

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(buffer.ToArray()))[..32], builder.ToFingerprint());
        Assert.Equal(["7", "0.1", "true", "ü", bytesText], builder.Options.Values);
        Assert.Equal(new ArtifactKey("gradients", builder.ToFingerprint()), builder.ToKey("gradients"));
    }

    [Fact]
    public void NamesValuesAndOrder_AllMatter()
    {
        string[] fingerprints =
        [
            new FingerprintBuilder().ToFingerprint(),
            new FingerprintBuilder().Add("a", "b").ToFingerprint(),
            new FingerprintBuilder().Add("ab", "").ToFingerprint(),
            new FingerprintBuilder().Add("a", "").Add("b", "").ToFingerprint(),
            new FingerprintBuilder().Add("b", "").Add("a", "").ToFingerprint(),
            new FingerprintBuilder().Add("a", 1L).ToFingerprint(),
            new FingerprintBuilder().Add("a", 2L).ToFingerprint(),
            new FingerprintBuilder().Add("a", -0.0).ToFingerprint(),
            new FingerprintBuilder().Add("a", 0.0).ToFingerprint(),
            new FingerprintBuilder().Add("a", double.BitIncrement(1)).ToFingerprint(),
        ];
        Assert.Equal(fingerprints.Length, fingerprints.Distinct().Count());
        Assert.All(fingerprints, fingerprint => Assert.Matches("^[0-9a-f]{32}$", fingerprint));
    }

    [Fact]
    public void BytesAtOnce_AsAStream_AndPartByPart_AreTheSameEntry()
    {
        var bytes = new byte[100_000];
        new Random(1).NextBytes(bytes);
        var whole = new FingerprintBuilder().Add("weights", bytes.AsSpan()).ToFingerprint();
        var streamed = new FingerprintBuilder().Add("weights", new MemoryStream(bytes)).ToFingerprint();
        var builder = new FingerprintBuilder();
        using (var content = builder.AddContent("weights"))
        {
            content.Append(bytes.AsSpan(0, 777));
            content.Append(bytes.AsSpan(777));
        }

        Assert.Equal(whole, streamed);
        Assert.Equal(whole, builder.ToFingerprint());
    }

    [Fact]
    public void ANameTwice_IsRefused()
    {
        var exception = Assert.Throws<ArgumentException>(() => new FingerprintBuilder().Add("seed", 1L).Add("seed", 2L));
        Assert.StartsWith("'seed' was added to the fingerprint before. Give each entry its own name.", exception.Message);
    }

    [Theory]
    [InlineData("a/b", "f")]
    [InlineData("..", "f")]
    [InlineData("a", "")]
    [InlineData("a", "../f")]
    public void Key_RefusesWhatIsNoSegment(string kind, string fingerprint) =>
        Assert.Throws<ArgumentException>(() => new ArtifactKey(kind, fingerprint));

    [Fact]
    public void Key_ParsesItsText()
    {
        Assert.Equal(new ArtifactKey("gradients", "9f2c"), ArtifactKey.Parse("gradients/9f2c"));
        var exception = Assert.Throws<ArgumentException>(() => ArtifactKey.Parse("gradients"));
        Assert.StartsWith("'gradients' is not an artifact key. Expected KIND/FINGERPRINT", exception.Message);
    }
}
