using System.Text;

namespace Microsoft.ML.Tokenizers.Tests;

public sealed class BpeTokenizerTests
{
    private static readonly Dictionary<string, int> s_vocabulary =
        new() { ["a"] = 0, ["b"] = 1, ["c"] = 2, ["ab"] = 3, ["bc"] = 4, ["abc"] = 5, ["?"] = 6, ["😀"] = 7 };

    [Fact]
    public void LowestRank_GoesFirst()
    {
        Assert.Equal([3, 2], Encode("abc", "a b", "b c"));
        Assert.Equal([0, 4], Encode("abc", "b c", "a b"));
        Assert.Equal([5], Encode("abc", "b c", "a b", "a bc"));
        Assert.Equal([3, 3, 2, 1], Encode("ababcb", "a b"));
        Assert.Equal([7, 3], Encode("😀ab", "a b"));
    }

    [Fact]
    public void LongAndShortWords_AreMergedByTheSameRules()
    {
        // Above 64 symbols a word is merged with a priority queue instead of by repeated search: both must do what the textbook does.
        Random random = new(1);
        (Dictionary<string, int> vocabulary, List<string> merges) = TrainRandomly(random);
        BpeTokenizer tokenizer = Create(vocabulary, [.. merges]);
        Dictionary<(string, string), int> ranks = merges.Index().ToDictionary(merge => (merge.Item.Split(' ')[0], merge.Item.Split(' ')[1]), merge => merge.Index);
        for (int round = 0; round < 200; round++)
        {
            string word = string.Concat(Enumerable.Range(0, random.Next(1, 200)).Select(_ => (char)('a' + random.Next(4))));
            Assert.Equal(MergeLeftmostLowest(word, vocabulary, ranks), tokenizer.EncodeToIds(word));
        }
    }

    [Fact]
    public void UnknownCharacters_AreLeftOut_OrBecomeTheUnknownToken_FusedOnRequest()
    {
        Assert.Equal([0, 1], Create(s_vocabulary, []).EncodeToIds("axyb"));
        Assert.Equal([0, 6, 6, 1], Create(s_vocabulary, [], options => options.UnknownToken = "?").EncodeToIds("axyb"));
        BpeTokenizer fused = Create(s_vocabulary, [], options => (options.UnknownToken, options.FuseUnknownTokens) = ("?", true));
        Assert.Equal([0, 6, 1], fused.EncodeToIds("axyb"));
        Assert.Equal("axyb"[1..3], "axyb"[fused.EncodeToTokens("axyb", out _)[1].Offset]);
        Assert.Equal("ab", fused.Decode([0, 6, 1], considerSpecialTokens: false));
        Assert.Equal("a?b", fused.Decode([0, 6, 1]));
    }

    [Fact]
    public void PrefixAndSuffix_MarkWhereWordsGoOnAndEnd()
    {
        Dictionary<string, int> vocabulary = new() { ["a"] = 0, ["##b"] = 1, ["##b</w>"] = 2, ["ab</w>"] = 3, ["a</w>"] = 4 };
        BpeTokenizer tokenizer = Create(vocabulary, ["a ##b</w>"], options =>
            (options.ContinuingSubwordPrefix, options.EndOfWordSuffix, options.PreTokenizer) = ("##", "</w>", PreTokenizer.CreateWhiteSpace()));
        Assert.Equal([3, 4, 0, 1, 2], tokenizer.EncodeToIds("ab a abb"));
        Assert.Equal("ab a abb", tokenizer.Decode([3, 4, 0, 1, 2]));
    }

    [Fact]
    public void BeginningAndEnd_AreAdded_AndCountAgainstTheMaximum()
    {
        BpeTokenizer tokenizer = Create(s_vocabulary, [], options => (options.BeginningOfSentenceToken, options.EndOfSentenceToken) = ("?", "c"));
        Assert.Equal([6, 0, 1, 2], tokenizer.EncodeToIds("ab"));
        Assert.Equal(4, tokenizer.CountTokens("ab"));
        Assert.Equal([6, 0], tokenizer.EncodeToIds("ab", 2, out _, out int consumed));
        Assert.Equal(1, consumed);
        Assert.Empty(tokenizer.EncodeToIds(""));
    }

    [Fact]
    public void Normalizer_IsApplied_AndCanBeSwitchedOff()
    {
        BpeTokenizer tokenizer = Create(s_vocabulary, ["a b"], options => options.Normalizer = new LowerCase());
        Assert.Equal([3], tokenizer.EncodeToIds("AB", 5, out string? normalized, out _));
        Assert.Equal("ab", normalized);
        Assert.Empty(tokenizer.EncodeToIds("AB", considerNormalization: false));
        Assert.Equal([3, 2], tokenizer.EncodeToIds("ab c"));
        Assert.Equal([3, 2], tokenizer.EncodeToIds("ab c", considerPreTokenization: false));
    }

    [Fact]
    public void Streams_GiveTheSameTokenizerAsOptions()
    {
        using MemoryStream vocabulary = new(Encoding.UTF8.GetBytes("""{"a":0,"b":1,"ab":3}"""));
        using MemoryStream merges = new(Encoding.UTF8.GetBytes("#version: 0.2\na b\n"));
        Assert.Equal([3, 0], BpeTokenizer.Create(vocabulary, merges).EncodeToIds("ab a"));
    }

    [Fact]
    public void PartsThatDoNotFitTogether_AreRefused()
    {
        Assert.Equal("The vocabulary is empty. Pass the vocabulary of a trained tokenizer (vocab.json).", Message(() => Create([], [])));
        Assert.Equal("The merge 'a x' needs the token 'x', which is not in the vocabulary. Pass merges and vocabulary of the same tokenizer.",
            Message(() => Create(s_vocabulary, ["a x"])));
        Assert.Equal("The merge 'ab' (number 1) is not two tokens with one space between them. Pass the file merges.txt (vocab.bpe) of the vocabulary.",
            Message(() => Create(s_vocabulary, ["ab"])));
        Assert.Equal("The unknown token 'u' is in neither the vocabulary nor the special tokens. Add it to one of them.",
            Message(() => Create(s_vocabulary, [], options => options.UnknownToken = "u")));
        Assert.StartsWith("The vocabulary is not a JSON object of tokens and their numbers (", Message(() => Read("[1]", null)), StringComparison.Ordinal);
        Assert.StartsWith("The vocabulary is not a JSON object of tokens and their numbers (", Message(() => Read("{", null)), StringComparison.Ordinal);
        Assert.Equal("The merge 'a b c' (line 2) is not two tokens with one space between them. Pass the file merges.txt (vocab.bpe) of the vocabulary.",
            Message(() => Read("""{"a":0}""", "\na b c")));
        static string Message(Action action) => Assert.Throws<InvalidOperationException>(action).Message;
        static void Read(string vocabulary, string? merges) => BpeTokenizer.Create(new MemoryStream(Encoding.UTF8.GetBytes(vocabulary)),
            merges is null ? null : new MemoryStream(Encoding.UTF8.GetBytes(merges)));
    }

    private static IReadOnlyList<int> Encode(string text, params string[] merges) => Create(s_vocabulary, merges).EncodeToIds(text);

    private static BpeTokenizer Create(Dictionary<string, int> vocabulary, string[] merges, Action<BpeOptions>? change = null)
    {
        BpeOptions options = new(vocabulary) { Merges = merges };
        change?.Invoke(options);
        return BpeTokenizer.Create(options);
    }

    // Any pairs in any order, so that a merge may give a symbol that merges earlier: the hardest case for a queue.
    private static (Dictionary<string, int> Vocabulary, List<string> Merges) TrainRandomly(Random random)
    {
        List<string> tokens = ["a", "b", "c", "d"];
        HashSet<string> merges = [];
        while (merges.Count < 200)
        {
            string left = tokens[random.Next(tokens.Count)], right = tokens[random.Next(tokens.Count)];
            if (left.Length + right.Length <= 8 && merges.Add($"{left} {right}") && !tokens.Contains(left + right))
            {
                tokens.Add(left + right);
            }
        }

        string[] order = [.. merges];
        random.Shuffle(order);
        return (tokens.Index().ToDictionary(token => token.Item, token => token.Index), [.. order]);
    }

    private static List<int> MergeLeftmostLowest(string word, Dictionary<string, int> vocabulary, Dictionary<(string, string), int> ranks)
    {
        List<string> symbols = [.. word.Select(character => character.ToString())];
        while (true)
        {
            (int rank, int place) = (int.MaxValue, -1);
            for (int left = 0; left + 1 < symbols.Count; left++)
            {
                int found = ranks.GetValueOrDefault((symbols[left], symbols[left + 1]), int.MaxValue);
                (rank, place) = found < rank ? (found, left) : (rank, place);
            }

            if (place < 0)
            {
                return [.. symbols.Select(symbol => vocabulary[symbol])];
            }

            symbols[place] += symbols[place + 1];
            symbols.RemoveAt(place + 1);
        }
    }

    private sealed class LowerCase : Normalizer
    {
        public override string Normalize(string original) => original.ToLowerInvariant();

        public override string Normalize(ReadOnlySpan<char> original) => original.ToString().ToLowerInvariant();
    }
}
