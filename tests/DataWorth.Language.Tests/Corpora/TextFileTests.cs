using System.Text;
using DataWorth.Language.Corpora;

namespace DataWorth.Language.Tests.Data;

/// <summary>A text file is decoded as it says itself, or as the caller says, and never with other characters than it has.</summary>
public sealed class TextFileTests : IDisposable
{
    private const string Article = " \n = Café = \n \n Ünï 漢字 🙂 . \n";

    private readonly TemporaryFolder _directory = new();

    public static TheoryData<int, bool> Encodings =>
        new()
        {
            { 65001, true },
            { 1200, true },
            { 1201, true },
            { 12000, true },
            { 65001, false },
        };

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Encodings))]
    public void AByteOrderMark_SaysTheEncoding_AndIsNoPartOfTheText(int codePage, bool hasMark)
    {
        var encoding = Encoding.GetEncoding(codePage);
        var mark = hasMark ? encoding.GetPreamble() : [];
        var path = _directory.Write("a.txt", [.. mark, .. encoding.GetBytes(Article)]);
        Assert.Equal(Article, Assert.Single(PlainText.Read("books", [path]).Documents).Text);
        Assert.Equal(Article, Assert.Single(WikiText.Read(path).Documents).Text);
        // The mark is surer than what the caller takes the file for.
        if (hasMark)
        {
            Assert.Equal(Article, Assert.Single(PlainText.Read("books", [path], encoding: Encoding.Latin1).Documents).Text);
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x61, 0xE9, 0x62 }, 1, "0xE9", "UTF-8")]
    [InlineData(new byte[] { 0xC3, 0xA9, 0x62, 0xC3 }, 3, "0xC3", "UTF-8")]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, 0x61, 0xED, 0xA0, 0x80 }, 4, "0xED", "UTF-8")]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0x00, 0x00, 0xD8, 0x62, 0x00 }, 4, "0x00 0xD8", "UTF-16")]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0x00, 0x62 }, 4, "0x62", "UTF-16")]
    public void InvalidBytes_AreRefused_WithFileAndOffset(byte[] content, int offset, string found, string encoding)
    {
        var path = _directory.Write("a.txt", content);
        foreach (var read in (Func<string, TextCorpus>[])[path => PlainText.Read("books", [path]), WikiText.Read])
        {
            var message = Assert.Throws<InvalidDataException>(() => read(path)).Message;
            Assert.StartsWith($"Text file '{path}' is not valid {encoding}: byte {offset} is {found}", message, StringComparison.Ordinal);
            var remedy = encoding == "UTF-8" ? "Convert it to UTF-8." : "half a character there: fetch or convert it again.";
            Assert.EndsWith(remedy, message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void InvalidBytesFarWithin_HaveTheirOffset()
    {
        byte[] content = [.. Encoding.UTF8.GetBytes(new string('漢', 50_000)), 0xFF, 0x61];
        var path = _directory.Write("a.txt", content);
        Assert.Contains(
            "byte 150000 is 0xFF",
            Assert.Throws<InvalidDataException>(() => PlainText.Read("books", [path])).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Utf16WithoutAMark_IsRefused_NotReadAsLettersAndZeros()
    {
        var path = _directory.Write("a.txt", Encoding.Unicode.GetBytes("ab"));
        Assert.Equal(
            $"Text file '{path}' has a zero character at byte 1, expected text: it is binary, or UTF-16 without a byte-order mark. "
                + "Convert it to UTF-8.",
            Assert.Throws<InvalidDataException>(() => PlainText.Read("books", [path])).Message
        );
        Assert.Equal("ab", PlainText.Read("books", [path], encoding: Encoding.Unicode).Documents[0].Text);
    }

    [Fact]
    public void AnotherEncoding_IsReadOnlyWhenTheCallerNamesIt()
    {
        var path = _directory.Write("a.txt", [0x63, 0x61, 0x66, 0xE9]);
        Assert.Equal("café", PlainText.Read("books", [path], encoding: Encoding.Latin1).Documents[0].Text);
        Assert.Contains("byte 3 is 0xE9", Assert.Throws<InvalidDataException>(() => PlainText.Read("books", [path])).Message);
    }

    [Fact]
    public void FilesOfOneName_HaveIdsOfTheirPlaces()
    {
        string[] paths = [_directory.Write("x/a.txt", [65]), _directory.Write("y/a.txt", [66]), _directory.Write("y/b.txt", [67])];
        Assert.Equal(
            ["books-x/a.txt", "books-y/a.txt", "books-y/b.txt"],
            PlainText.Read("books", paths).Documents.Select(document => document.Id)
        );
        Assert.Equal(["books-a", "books-b"], PlainText.Read("books", paths[1..]).Documents.Select(document => document.Id));
        var other = _directory.Write("y/a.md", [68]);
        Assert.Equal(["books-a.txt", "books-a.md"], PlainText.Read("books", [paths[1], other]).Documents.Select(document => document.Id));
        Assert.StartsWith(
            "Corpus 'books' has two documents with the id 'books-a.txt' (0 and 1), expected ids that differ. Give each file once.",
            Assert
                .Throws<ArgumentException>(() => PlainText.Read("books", [paths[1], Path.Combine(_directory.Path, "x/../y/a.txt")]))
                .Message,
            StringComparison.Ordinal
        );
    }
}
