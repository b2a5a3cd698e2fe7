using System.Buffers;
using System.Text;
using System.Text.Json;
using DataWorth.Tests;
using Microsoft.ML.Tokenizers.Tests.Golden;

namespace Microsoft.ML.Tokenizers.Tests;

public sealed class Gpt2Tests
{
    [DataFact(Gpt2.Vocabulary, Gpt2.Merges)]
    public void HelloWorld_HasItsKnownIds()
    {
        Assert.Equal([15496, 995], Gpt2.Tokenizer.EncodeToIds("Hello world"));
        Assert.Equal(50_257, Gpt2.Tokenizer.Vocabulary.Count);
        Assert.Equal("<|endoftext|>", Gpt2.Tokenizer.Decode([50_256]));
    }

    [DataFact(Gpt2.Vocabulary, Gpt2.Merges)]
    public void Texts_EqualTheOriginalTokenizer()
    {
        string[] lines = [.. GoldenFiles.Lines("gpt2.txt").Where(line => line.StartsWith('"'))];
        Assert.Equal(17, lines.Length);
        foreach (string line in lines)
        {
            int split = line.LastIndexOf(" [", StringComparison.Ordinal);
            string text = JsonSerializer.Deserialize<string>(line[..split])!;
            Assert.Equal(JsonSerializer.Deserialize<int[]>(line[split..])!, Gpt2.Tokenizer.EncodeToIds(text));
        }
    }

    [DataFact(Gpt2.Vocabulary, Gpt2.Merges, "text")]
    public void Files_EqualTheOriginalTokenizer()
    {
        string[] lines = [.. GoldenFiles.Lines("gpt2.txt").Where(line => line.StartsWith("text/", StringComparison.Ordinal))];
        Assert.Equal(7, lines.Length);
        foreach (string[] parts in lines.Select(line => line.Split(' ')))
        {
            IReadOnlyList<int> ids = Gpt2.Tokenizer.EncodeToIds(File.ReadAllText(SharedData.Locate(parts[0])));
            Assert.Equal((parts[0], parts[1], parts[2]), (parts[0], $"{ids.Count}", GoldenFiles.Hash(ids)));
        }
    }

    [DataFact(Gpt2.Vocabulary, Gpt2.Merges, "text/tinyshakespeare/input.txt", "text/wikitext/wiki103.valid.tokens")]
    public void Encoding_EqualsTheTextbookLoop()
    {
        TextbookBpe textbook = new(Gpt2.Options());
        string[] texts =
        [
            File.ReadAllText(SharedData.Locate("text/tinyshakespeare/input.txt"))[..150_000],
            File.ReadAllText(SharedData.Locate("text/wikitext/wiki103.valid.tokens"))[..150_000],
            .. RandomText.Create(1000, seed: 1),
        ];
        Assert.All(texts, text => Assert.Equal(textbook.Encode(text), Gpt2.Tokenizer.EncodeToIds(text)));
    }

    [DataFact(Gpt2.Vocabulary, Gpt2.Merges, "text")]
    public void DecodedText_IsTheText()
    {
        Assert.All(Gpt2.Corpora(), corpus => Assert.True(corpus.Text == Gpt2.Tokenizer.Decode(Gpt2.Tokenizer.EncodeToIds(corpus.Text)), corpus.Name));
        Assert.All(RandomText.Create(2000, seed: 2), text => Assert.Equal(text, Gpt2.Tokenizer.Decode(Gpt2.Tokenizer.EncodeToIds(text))));
        Assert.Equal("", Gpt2.Tokenizer.Decode(Gpt2.Tokenizer.EncodeToIds("")));
    }

    [DataFact(Gpt2.Vocabulary, Gpt2.Merges)]
    public void HalfASurrogatePair_BecomesTheReplacementCharacter() =>
        Assert.Equal("a\uFFFDb\uFFFD", Gpt2.Tokenizer.Decode(Gpt2.Tokenizer.EncodeToIds("a\uD83Db\uDE00")));

    [DataFact(Gpt2.Vocabulary, Gpt2.Merges)]
    public void Offsets_CoverTheTextWithoutGaps_AndCountsAgree()
    {
        foreach (string text in RandomText.Create(500, seed: 3))
        {
            IReadOnlyList<EncodedToken> tokens = Gpt2.Tokenizer.EncodeToTokens(text, out string? normalized);
            Assert.Null(normalized);
            Assert.Equal(text, string.Concat(tokens.Select(token => text[token.Offset])));
            Assert.Equal(Gpt2.Tokenizer.EncodeToIds(text), tokens.Select(token => token.Id));
            Assert.Equal(tokens.Count, Gpt2.Tokenizer.CountTokens(text));
            Assert.Equal(tokens.Count, Gpt2.Tokenizer.CountTokens(text.AsSpan()));
            Assert.All(tokens, token => Assert.Equal(token.Id, Gpt2.Tokenizer.Vocabulary[token.Value]));
        }

        Assert.Equal([new EncodedToken(15496, "Hello", ..5), new EncodedToken(995, "Ġworld", 5..11)], Gpt2.Tokenizer.EncodeToTokens("Hello world", out _)
            .Select(token => new EncodedToken(token.Id, token.Value, token.Offset.Start.Value..token.Offset.End.Value)));
    }

    [DataFact(Gpt2.Vocabulary, Gpt2.Merges)]
    public void MaximumCount_GivesTheFirstTokens_AndTheCharactersTheyStandFor()
    {
        foreach (string text in RandomText.Create(200, seed: 4))
        {
            IReadOnlyList<EncodedToken> tokens = Gpt2.Tokenizer.EncodeToTokens(text, out _);
            for (int maximum = 1; maximum <= tokens.Count + 1; maximum++)
            {
                IReadOnlyList<int> ids = Gpt2.Tokenizer.EncodeToIds(text, maximum, out _, out int consumed);
                Assert.Equal(tokens.Take(maximum).Select(token => token.Id), ids);
                Assert.Equal(tokens[Math.Min(maximum, tokens.Count) - 1].Offset.End.Value, consumed);
            }
        }

        Assert.StartsWith("Expected a maximum of at least 1 token, got 0.",
            Assert.Throws<ArgumentOutOfRangeException>(() => Gpt2.Tokenizer.EncodeToIds("a", 0, out _, out _)).Message, StringComparison.Ordinal);
    }

    [DataFact(Gpt2.Vocabulary, Gpt2.Merges)]
    public void DecodingIntoASpan_StopsWhereItIsFull_AndCanGoOn()
    {
        foreach (string text in RandomText.Create(100, seed: 5))
        {
            int[] ids = [.. Gpt2.Tokenizer.EncodeToIds(text)];
            StringBuilder parts = new();
            char[] buffer = new char[32];
            for (int start = 0, consumed; start < ids.Length; start += consumed)
            {
                OperationStatus status = Gpt2.Tokenizer.Decode(ids[start..], buffer, out consumed, out int written);
                Assert.Equal(start + consumed == ids.Length ? OperationStatus.Done : OperationStatus.DestinationTooSmall, status);
                Assert.True(consumed > 0);
                parts.Append(buffer, 0, written);
            }

            Assert.Equal(text, parts.ToString());
        }
    }

    [DataFact(Gpt2.Vocabulary, Gpt2.Merges)]
    public void DecodingWhatIsNoText_IsReported()
    {
        char[] buffer = new char[16];
        Assert.Equal(OperationStatus.InvalidData, Gpt2.Tokenizer.Decode([15496, 60_000], buffer, out int consumed, out int written));
        Assert.Equal((1, "Hello"), (consumed, new string(buffer, 0, written)));
        // Byte 0xFF begins no character.
        int bad = Gpt2.Tokenizer.Vocabulary["ÿ"];
        Assert.Equal(OperationStatus.InvalidData, Gpt2.Tokenizer.Decode([15496, bad], buffer, out consumed, out _));
        Assert.Equal(1, consumed);
        Assert.Equal("Hello\uFFFD", Gpt2.Tokenizer.Decode([15496, bad, 60_000]));
    }

    [DataFact(Gpt2.Vocabulary, Gpt2.Merges)]
    public void SpecialTokens_AreFoundByARegexPreTokenizer_AndLeftOutOnRequest()
    {
        Dictionary<string, int> special = new() { ["<|endoftext|>"] = 50_256 };
        BpeOptions options = Gpt2.Options();
        options.SpecialTokens = special;
        options.PreTokenizer = new RegexPreTokenizer(TextbookBpe.Split(), special);
        options.BeginningOfSentenceToken = "<|endoftext|>";
        BpeTokenizer tokenizer = BpeTokenizer.Create(options);
        IReadOnlyList<int> ids = tokenizer.EncodeToIds("Hello world<|endoftext|>Hello");
        Assert.Equal([50_256, 15496, 995, 50_256, 15496], ids);
        Assert.Equal("Hello worldHello", tokenizer.Decode(ids, considerSpecialTokens: false));
        Assert.Equal("<|endoftext|>Hello world<|endoftext|>Hello", tokenizer.Decode(ids));
    }

    [DataFact(Gpt2.Vocabulary, Gpt2.Merges)]
    public void LongWords_NeedTimeProportionalToTheirLength()
    {
        // Half a million characters without a space: quadratic work would take hours, and a backtracking expression as long.
        string word = string.Concat(Enumerable.Repeat("antidisestablishmentarianism", 18_000));
        Assert.Equal(word, Gpt2.Tokenizer.Decode(Gpt2.Tokenizer.EncodeToIds(word)));
        string spaces = new(' ', 500_000);
        Assert.Equal(spaces, Gpt2.Tokenizer.Decode(Gpt2.Tokenizer.EncodeToIds(spaces)));
    }

    [DataFact(Gpt2.Vocabulary, Gpt2.Merges, "text/tinyshakespeare/input.txt")]
    public void Threads_GetTheSameIds()
    {
        string[] parts = [.. File.ReadAllText(SharedData.Locate("text/tinyshakespeare/input.txt")).Chunk(20_000).Select(part => new string(part))];
        BpeTokenizer tokenizer = BpeTokenizer.Create(Gpt2.Options());
        int[][] parallel = [.. parts.AsParallel().AsOrdered().WithDegreeOfParallelism(4).Select(part => tokenizer.EncodeToIds(part).ToArray())];
        Assert.Equal(parts.Select(part => Gpt2.Tokenizer.EncodeToIds(part)), parallel);
    }
}
