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
        using TemporaryDirectory directory = new();
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
        using TemporaryDirectory directory = new();
        var corpus = PlainText.Read("books", [directory.Write("a.txt", "é"u8.ToArray()), directory.Write("b.txt", "ë"u8.ToArray())]);
        Assert.Equal([("books-a", "é"), ("books-b", "ë")], corpus.Documents.Select(document => (document.Id, document.Text)));
        Assert.NotEqual(corpus.Fingerprint, corpus.Take(1).Fingerprint);
        Assert.Equal(corpus.Fingerprint, corpus.Take(2).Fingerprint);
    }

    [Fact]
    public void Blocks_HoldAllTokensInOrder_AndKnowTheirDocuments()
    {
        string[] texts = ["abcde", "", "fgh", "ijklmnopqrst", "u"];
        TextCorpus corpus = new(
            "set",
            [.. texts.Select((text, index) => new TextDocument($"d{index}", $"title {index}", text))],
            new DatasetProvenance("test", "none", [])
        );
        var blocks = TokenBlockDataset.Pack(corpus, Encode, 4, separator: 0);
        int[] all = [.. texts.SelectMany(text => Encode(text).Append(0))];
        Assert.Equal(all.Length / 4, blocks.Count);
        Assert.Equal(all[..(4 * blocks.Count)], blocks.Rows.SelectMany(row => row.InputIds));
        Assert.Equal(["set/block-00000", "set/block-00001"], blocks.Rows.Take(2).Select(row => row.Id));
        Assert.Equal("title 3", blocks.Rows.ElementAt(3).Title);
        for (var block = 0; block < blocks.Count; block++)
        {
            List<int> rebuilt = [];
            foreach (var span in blocks.DocumentsOf(block))
            {
                Assert.Equal(rebuilt.Count, span.Start);
                rebuilt.AddRange(Encode(texts[span.Document]).Append(0).Skip(span.DocumentToken).Take(span.Length));
            }

            Assert.Equal(blocks.TokensOf(block).ToArray(), rebuilt);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => blocks.DocumentsOf(blocks.Count).ToArray());
        static IReadOnlyList<int> Encode(string text) => [.. text.Select(character => (int)character)];
    }

    [Fact]
    public void DocumentsWithoutTokens_AreInNoBlock()
    {
        TextCorpus corpus = new(
            "set",
            [.. ((string[])["", "", "ab", "", "cd"]).Select((text, index) => new TextDocument($"d{index}", $"{index}", text))],
            new DatasetProvenance("test", "none", [])
        );
        var blocks = TokenBlockDataset.Pack(corpus, text => [.. text.Select(character => (int)character)], 4, separator: null);
        Assert.Equal([new DocumentSpan(2, 0, 2, 0), new DocumentSpan(4, 2, 2, 0)], blocks.DocumentsOf(0));
    }

    [Fact]
    public void TokenBlocks_BecomeInputsAndTheTokensThatFollow()
    {
        var corpus = new TextCorpus("letters", [new TextDocument("a", "a", "abcdefgh")], new DatasetProvenance("test", "none", []));
        var blocks = TokenBlockDataset.Pack(corpus, text => [.. text.Select(letter => letter - 'a')], 4, separator: null);
        using var data = blocks.ToTensors();
        Assert.Equal([0L, 1, 2, 4, 5, 6], data.Inputs.data<long>().ToArray());
        Assert.Equal([1L, 2, 3, 5, 6, 7], data.Targets.data<long>().ToArray());
        Assert.Equal(2, data.Count);
    }
}
