using DataWorth.Language.Corpora;
using DataWorth.Language.Tokenizers;

namespace DataWorth.Language.Tests.Corpora;

/// <summary>From blocks back to the words of documents.</summary>
public sealed class PassageTests
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
    public void AllPassages_AreTheTextsOfTheDocuments_TokenByToken(bool isPacked)
    {
        var tokenizer = BytePairTrainer.Train(["und mehr und mehr Text"], 260);
        TokenBlocks blocks = new("c", s_documents, tokenizer, new() { Length = 7, IsPacked = isPacked });
        string[] ids = [.. blocks.Select(block => block.Id)];
        var passages = Passage.Find(blocks, s_documents, [.. ids, "nobody"]);
        Assert.Equal(ids, passages.Keys);
        foreach (var document in s_documents)
        {
            var parts = ids.SelectMany(id => passages[id].Parts).Where(part => part.Document == document.Id).ToList();
            Assert.All(parts, part => Assert.Equal(part.Text, document.Text.Substring(part.Offset, part.Text.Length)));
            Assert.Equal(document.Text.Length, parts.Select(part => part.Offset + part.Text.Length).DefaultIfEmpty(0).Max());
        }

        foreach (var block in blocks)
        {
            var passage = passages[block.Id];
            Assert.Equal(block.InputIds.Length, passage.Tokens.Count);
            Assert.Equal(string.Concat(passage.Parts.Select(part => part.Text)), string.Concat(passage.Tokens));
            Assert.Contains(passage.Main, passage.Parts);
            Assert.Equal($"{passage.Main.Document}, character {passage.Main.Offset}", passage.Place);
        }
    }
}
