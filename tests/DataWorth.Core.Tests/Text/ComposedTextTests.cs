using System.Security.Cryptography;
using System.Text;
using DataWorth.Text;

namespace DataWorth.Core.Tests.Text;

/// <summary>Form NFC against Python's unicodedata 14.0: SHA-256 over the UTF-8 of what it makes of the same texts, a line each.</summary>
public sealed class ComposedTextTests
{
    private static readonly Rune[] s_all = [.. Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(point => new Rune(point))];

    [Theory]
    [InlineData("cafe\u0301", "caf\u00e9")]
    [InlineData("caf\u00e9", "caf\u00e9")]
    [InlineData("a\u0323\u0302", "\u1ead")]
    [InlineData("a\u0302\u0323", "\u1ead")]
    [InlineData("\u1112\u1161\u11ab", "\ud55c")]
    [InlineData("\u212b", "\u00c5")]
    [InlineData("\u0915\u093c", "\u0915\u093c")]
    [InlineData("x\ud800e\u0301", "x\ud800\u00e9")]
    public void Text_IsComposed(string text, string composed) => Assert.Equal(composed, ComposedText.Of(text));

    [Fact]
    public void EveryCharacter_EqualsTheReference() =>
        Assert.Equal("9cc65524a9d8082bf10840c616cd199bd2ac12ee49a3381bd6fb7957711f342b", Digest(s_all.Select(rune => rune.ToString())));

    // Bases with every mark, another one and the first again.
    [Fact]
    public void MarksInAnyOrder_EqualTheReference()
    {
        Rune[] marks = [.. s_all.Where(rune => CanonicalData.Class(rune.Value) > 0)];
        string[] bases = ["a", "A", "\u1100\u1161", "\u00e9", "\uac00\u11a8", "\u09c7\u09be"];
        var texts = marks.SelectMany((mark, i) => bases.Select(start => $"{start}{mark}{marks[((i * 7) + 3) % marks.Length]}{mark}"));
        Assert.Equal(912, marks.Length);
        Assert.Equal("5d116afa5e84bbc77770396bb56522f5f2132070c75a7fcbcc6eafbfb16fcc98", Digest(texts));
    }

    private static string Digest(IEnumerable<string> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in texts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(ComposedText.Of(text) + "\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
