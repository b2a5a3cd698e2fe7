using DataWorth.Language.Corpora;

namespace DataWorth.Language.Tests.Corpora;

/// <summary>Blocks hold all tokens in order and know where each comes from.</summary>
public sealed class TokenBlocksTests
{
    private static readonly string[] s_texts = ["abcde", "", "fgh", "ijklmnopqrst", "u"];

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void EveryToken_IsInOneBlock_InOrder_AndItsSpanLeadsToItsText(bool packed, bool begins)
    {
        var tokenizer = new LetterTokenizer(begins);
        TokenBlock[] blocks = [.. new TokenBlocks("set", Documents(), tokenizer, new() { Length = 4, IsPacked = packed })];
        int[] all =
        [
            .. s_texts
                .Where(text => text != "")
                .SelectMany(text => (int[])[.. begins ? [1] : Array.Empty<int>(), .. text.Select(letter => (int)letter), 2]),
        ];
        Assert.Equal(all, blocks.SelectMany(block => block.InputIds));
        Assert.Equal(blocks.Length, blocks.Select(block => block.Id).Distinct().Count());
        Assert.All(blocks, block => Assert.InRange(block.InputIds.Length, 1, 4));
        Assert.Equal(
            packed ? blocks.Length - 1 : 5,
            blocks.Count(block => block.InputIds.Length == 4) - (packed && all.Length % 4 == 0 ? 1 : 0)
        );
        foreach (var block in blocks)
        {
            Assert.Equal(block.InputIds.Length, block.Counts.Count(counts => counts));
            Assert.Equal(block.InputIds.Length, block.Spans.Sum(span => span.Length));
            Assert.True(packed || block.Spans.Count == 1);
            Assert.Contains(
                block.Spans,
                span => span.Document == block.Document && span.Title == block.Title && span.Offset == block.Character
            );
            foreach (var span in block.Spans)
            {
                var text = s_texts[int.Parse(span.Document[1..])];
                var letters = block.InputIds.Skip(span.Start).Take(span.Length).Where(token => token > 2).Select(token => (char)token);
                Assert.Equal(span.Text, string.Concat(letters));
                Assert.Equal(span.Text, text.Substring(span.Offset, span.Text.Length));
                int[] tokens = [.. begins ? [1] : Array.Empty<int>(), .. text.Select(letter => (int)letter), 2];
                Assert.Equal(tokens.Skip(span.DocumentToken).Take(span.Length), block.InputIds.Skip(span.Start).Take(span.Length));
            }
        }
    }

    [Fact]
    public void Ids_AreNumbersOfPackedBlocks_AndPlacesInDocumentsOtherwise()
    {
        string[] Ids(BlockOptions options) =>
            [.. new TokenBlocks("set", Documents(), new LetterTokenizer(), options).Select(block => block.Id)];
        Assert.Equal(["set/block-00000", "set/block-00001", "set/block-00002"], Ids(new() { Length = 10 }));
        Assert.Equal(["set/block-00000", "set/block-00001"], Ids(new() { Length = 10, KeepsRest = false }));
        Assert.Equal(["d0@0", "d2@0", "d3@0", "d3@10", "d4@0"], Ids(new() { Length = 10, IsPacked = false }));
    }

    [Fact]
    public void EmptyAndOneTokenDocuments_ShiftNoNeighbour()
    {
        string[] Rows(params string[] texts) =>
            [
                .. new TokenBlocks("set", Documents(texts), new LetterTokenizer(hasEnd: false), new() { IsPacked = false }).Select(block =>
                    $"{block.Document}={string.Concat(block.InputIds.Select(id => (char)id))}"
                ),
            ];
        Assert.Equal(["d1=abc", "d3=x", "d4=de"], Rows("", "abc", "", "x", "de", ""));
        Assert.Empty(Rows("", ""));
    }

    [Fact]
    public void TheTokenOfTheBeginning_IsNotThereTwice()
    {
        var blocks = new TokenBlocks("set", Documents("\u0001ab", "c"), new LetterTokenizer(addsBegin: true));
        Assert.Equal([1, 'a', 'b', 2, 1, 'c', 2], blocks.Single().InputIds);
    }

    [Fact]
    public void OnlyCompletions_Count_WithTheEndAfterThem()
    {
        TextDocument[] documents =
        [
            new("a", "a", "QQAAq") { Completions = [new(2, 2)] },
            new("b", "b", "QA") { Completions = [new(1, 1)] },
        ];
        var blocks = new TokenBlocks("set", documents, new LetterTokenizer(addsBegin: true));
        var block = blocks.Single();
        Assert.Equal([1, 'Q', 'Q', 'A', 'A', 'q', 2, 1, 'Q', 'A', 2], block.InputIds);
        Assert.Equal([false, false, false, true, true, false, false, false, false, true, true], block.Counts);
        using var data = blocks.ToTensors();
        Assert.Equal([-100, -100, 'A', 'A', -100, -100, -100, -100, 'A', 2], data.Targets.data<long>().ToArray());
    }

    [Fact]
    public void Tensors_AreInputsAndTheTokensThatFollow_PaddedWhereBlocksAreShorter()
    {
        using var data = new TokenBlocks(
            "set",
            Documents("abc", "d"),
            new LetterTokenizer(hasEnd: false),
            new() { IsPacked = false }
        ).ToTensors();
        Assert.Equal(['a', 'b', 0, 0], data.Inputs.data<long>().ToArray());
        Assert.Equal(['b', 'c', -100, -100], data.Targets.data<long>().ToArray());
    }

    // An endless source: only what is asked for is read.
    [Fact]
    public void Blocks_AreMadeAsTheyAreAskedFor()
    {
        var read = 0;
        IEnumerable<TextDocument> Endless()
        {
            for (; ; read++)
            {
                yield return new($"d{read}", "", "abcdefgh");
            }
        }

        Assert.Equal(3, new TokenBlocks("set", Endless(), new LetterTokenizer(), new() { Length = 9 }).Take(3).Count());
        Assert.InRange(read, 2, 4);
    }

    private static IEnumerable<TextDocument> Documents(params string[] texts) =>
        (texts.Length == 0 ? s_texts : texts).Select((text, index) => new TextDocument($"d{index}", $"title {index}", text));
}
