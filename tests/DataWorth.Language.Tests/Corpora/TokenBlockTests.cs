using DataWorth.Language.Corpora;
using DataWorth.Language.Tokenizers;

namespace DataWorth.Language.Tests.Corpora;

/// <summary>From blocks back to the words of documents.</summary>
public sealed class TokenBlockTests
{
    private static readonly TextDocument[] s_documents =
    [
        new("a.txt", "A", "Grüße aus 東京 🙂 und mehr, und noch mehr davon."),
        new("leer.txt", "Leer", ""),
        new("b.txt", "B", "Ein zweiter Text\r\nmit Zeilen."),
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AllBlocks_AreTheTextsOfTheDocuments_TokenByToken(bool isPacked)
    {
        var tokenizer = BytePairTrainer.Train(["und mehr und mehr Text"], 260);
        TokenBlock[] blocks = [.. new TokenBlocks("c", s_documents, tokenizer, new() { Length = 7, IsPacked = isPacked })];
        foreach (var document in s_documents)
        {
            var spans = blocks.SelectMany(block => block.Spans).Where(span => span.Document == document.Id).ToList();
            Assert.All(spans, span => Assert.Equal(span.Text, document.Text.Substring(span.Offset, span.Text.Length)));
            Assert.Equal(document.Text.Length, spans.Select(span => span.Offset + span.Text.Length).DefaultIfEmpty(0).Max());
        }

        foreach (var block in blocks)
        {
            Assert.Equal(block.InputIds.Length, block.TokenTexts().Count);
            Assert.Equal(string.Concat(block.Spans.Select(span => span.Text)), string.Concat(block.TokenTexts()));
            Assert.Equal(string.Join("\n\n", block.Spans.Select(span => span.Text)), block.Text);
            Assert.Contains(block.Main, block.Spans);
            Assert.Equal((block.Title, block.Document, block.Character), (block.Main.Title, block.Main.Document, block.Main.Offset));
            Assert.Equal($"{block.Document}, character {block.Character}", block.Main.Place);
        }
    }
}
