using DataWorth.Language.Corpora;
using DataWorth.Models.Data;
using DataWorth.Tests;

namespace DataWorth.Language.Tests.Data;

public sealed class TextCorpusTests
{
    private const string Text =
        " \n = First = \n \n One . \n = = Part = = \n x = y = \n = not a heading = \n more \n \n = Second = \n \n Two . \n";

    [Fact]
    public void Articles_BeginAtLevelOneHeadingsBetweenEmptyLines()
    {
        TextDocument[] documents = [.. WikiText.Split(Text, "set")];
        Assert.Equal(["First", "Second"], documents.Select(document => document.Title));
        Assert.Equal(["set-00000", "set-00001"], documents.Select(document => document.Id));
        Assert.Equal(Text, string.Concat(documents.Select(document => document.Text)));
        Assert.StartsWith(" = Second = \n", documents[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void FileWithoutHeadings_IsRefused()
    {
        using TemporaryFolder directory = new();
        var path = directory.Write("a.txt", "no heading\n"u8.ToArray());
        Assert.Equal(
            $"Text file '{path}' has no level-1 heading (a line ' = Title = '): expected a file of WikiText. Read it as one plain "
                + "document instead.",
            Assert.Throws<InvalidDataException>(() => WikiText.Read(path)).Message
        );
    }

    [DataFact("text/wikitext")]
    public async Task RealFiles_HaveTheirPublishedNumbersOfArticles()
    {
        DataLocator locator = new(new() { ExplicitDirectory = SharedData.Locate("text") + "/.." });
        foreach (
            (var file, var count) in (ReadOnlySpan<(string, int)>)
                [("wiki103.valid.tokens", 60), ("wiki103.test.tokens", 60), ("wikitext-2.valid.txt", 60)]
        )
        {
            Assert.Equal((file, count), (file, WikiText.Read(SharedData.Locate($"text/wikitext/{file}")).Documents.Count));
        }

        var training = await WikiText.LoadAsync(locator, "wiki103.train.first154articles.tokens");
        Assert.Equal(154, training.Documents.Count);
        Assert.Equal("Valkyria Chronicles III", training.Documents[0].Title);
        Assert.Equal(
            File.ReadAllText(SharedData.Locate("text/wikitext/wiki103.train.first154articles.tokens")),
            string.Concat(training.Documents.Select(document => document.Text))
        );
        // The number of words that the data directory states for these articles.
        Assert.Equal(538_708, training.Documents.Sum(document => document.Text.Split(' ', '\n').Count(word => word.Length > 0)));
    }

    [Fact]
    public void PlainFiles_AreDocuments_AndTheFingerprintIsOfTheirContent()
    {
        using TemporaryFolder directory = new();
        var corpus = PlainText.Read("books", [directory.Write("a.txt", "é"u8.ToArray()), directory.Write("b.txt", "ë"u8.ToArray())]);
        Assert.Equal([("books-a", "é"), ("books-b", "ë")], corpus.Documents.Select(document => (document.Id, document.Text)));
        Assert.NotEqual(corpus.Fingerprint, corpus.Take(1).Fingerprint);
        Assert.Equal(corpus.Fingerprint, corpus.Take(2).Fingerprint);
    }
}
