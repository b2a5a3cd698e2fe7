using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DataWorth.Language.Tokenizers;
using DataWorth.Tests;

namespace DataWorth.Language.Tests.Tokenizers;

/// <summary>GPT-2's vocabulary from each format gives the ids of tiktoken, and spans that fit the text.</summary>
public sealed class Gpt2TokenizerTests : IDisposable
{
    private const string Folder = "tokenizers/gpt2";
    private const string WikiTextTest = "text/wikitext/wikitext-2-raw.test.raw";

    private readonly TemporaryFolder _directory = new();

    private static string[] Golden => File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Tokenizers", "gpt2.txt"));

    public void Dispose() => _directory.Dispose();

    [DataFact(Folder)]
    public void Texts_EqualTheOriginalTokenizer_FromEveryFormat()
    {
        (string, int[])[] texts = [.. Texts("")];
        Assert.Equal(20, texts.Length);
        var merged = OpenGpt2();
        merged.AsPlainText().Save(_directory.Path);
        foreach (
            var tokenizer in new[]
            {
                merged,
                ByteLevelTokenizer.OpenJson(SharedData.Locate(Folder + "/tokenizer.json")),
                OpenTiktoken(TokenizerExpressions.Gpt2),
                ByteLevelTokenizer.OpenJson(Path.Combine(_directory.Path, "tokenizer.json")),
            }
        )
        {
            Check(tokenizer.AsPlainText(), texts);
            Assert.Equal(50_257, tokenizer.VocabularySize);
        }
    }

    [DataFact(Folder)]
    public void TheExpressionsOfLaterTokenizers_CutAsTheOriginalOnes()
    {
        foreach (
            var (name, expression) in (ReadOnlySpan<(string, string)>)
                [("cl100k_base ", TokenizerExpressions.Cl100k), ("o200k_base ", TokenizerExpressions.O200k)]
        )
        {
            (string, int[])[] texts = [.. Texts(name)];
            Assert.Equal(20, texts.Length);
            Check(OpenTiktoken(expression).AsPlainText(), texts);
        }
    }

    [DataFact(Folder, "text")]
    public void Files_EqualTheOriginalTokenizer()
    {
        var tokenizer = OpenGpt2().AsPlainText();
        string[] lines = [.. Golden.Where(line => line.StartsWith("text/", StringComparison.Ordinal))];
        Assert.Equal(7, lines.Length);
        foreach (var parts in lines.Select(line => line.Split(' ')))
        {
            var ids = tokenizer.Encode(File.ReadAllText(SharedData.Locate(parts[0])));
            var hash = Convert.ToHexStringLower(SHA256.HashData([.. ids.SelectMany(BitConverter.GetBytes)]));
            Assert.Equal((parts[0], parts[1], parts[2]), (parts[0], $"{ids.Count}", hash));
        }
    }

    [DataFact(Folder, WikiTextTest)]
    public void AllOfWikiText_ComesBack_AndItsSpansAreInOrder()
    {
        var tokenizer = OpenGpt2();
        var text = File.ReadAllText(SharedData.Locate(WikiTextTest));
        var tokens = tokenizer.EncodeWithSpans(text);
        Assert.Equal(text, tokenizer.Decode(tokens.Select(token => token.Id)));
        CheckSpans(tokenizer, text, tokens);
    }

    [DataFact(Folder)]
    public void ACharacterInSeveralTokens_IsWholeInEach()
    {
        var tokenizer = OpenGpt2();
        Assert.Equal(
            [("a", 64), ("😀", 47249), ("😀", 222), ("b", 65), (" é", 38251)],
            tokenizer.EncodeWithSpans("a😀b é").Select(token => ("a😀b é".Substring(token.Start, token.Length), token.Id))
        );
        // A lone surrogate is read as U+FFFD.
        var lone = tokenizer.EncodeWithSpans("a\uD83Db");
        Assert.Equal("a\uFFFDb", tokenizer.Decode(lone.Select(token => token.Id)));
        Assert.Equal([(0, 1), (1, 1), (2, 1)], lone.Select(token => (token.Start, token.Length)).Distinct());
        Assert.Empty(tokenizer.EncodeWithSpans(""));
    }

    [DataFact(Folder)]
    public void SpecialTokensInWriting_AreTheseTokens_UnlessTextsAreReadAsPlain()
    {
        var tokenizer = OpenGpt2();
        Assert.Equal(50_256, tokenizer.EndId);
        Assert.Equal([64, 50_256, 65], tokenizer.Encode("a<|endoftext|>b"));
        Assert.Equal([new Token(64, 0, 1), new(50_256, 1, 13), new(65, 14, 1)], tokenizer.EncodeWithSpans("a<|endoftext|>b"));
        Assert.Equal("a<|endoftext|>b", tokenizer.Decode([64, 50_256, 65]));
        Assert.DoesNotContain(50_256, tokenizer.AsPlainText().Encode("a<|endoftext|>b"));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Decode([50_257]));
    }

    [DataFact("models/tiny_gpt2/vocab.json")]
    public void AFolder_OpensWithItsSettings()
    {
        var tokenizer = TokenizerFiles.Open(SharedData.Locate("models/tiny_gpt2"));
        Assert.Equal((20, 20, false), (tokenizer.BeginId, tokenizer.EndId, tokenizer.AddsBegin));
        Assert.Equal([20], tokenizer.Encode("<|endoftext|>"));
        Assert.Contains("has no tokenizer", Assert.Throws<FileNotFoundException>(() => TokenizerFiles.Open(_directory.Path)).Message);
    }

    [Theory]
    [InlineData("{}", "has no tokens, expected tokens with their numbers")]
    [InlineData("""{"a": 0, "b": -1}""", "has the token 'b' with the number -1, expected numbers from 0")]
    [InlineData("""{"a": 0, "b": 1, "c": 1}""", "has the number 1 for 'b' and 'c', expected a number of its own for each token")]
    public void TokensWithoutNumbersOfTheirOwn_AreRefused(string vocabulary, string message)
    {
        File.WriteAllText(Path.Combine(_directory.Path, "vocab.json"), vocabulary);
        File.WriteAllText(Path.Combine(_directory.Path, "merges.txt"), "");
        var error = Assert.Throws<InvalidDataException>(() => TokenizerFiles.Open(_directory.Path));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("vocab.json", error.Message, StringComparison.Ordinal);
    }

    private static void Check(ByteLevelTokenizer tokenizer, IEnumerable<(string Text, int[] Ids)> texts)
    {
        foreach (var (text, ids) in texts)
        {
            Assert.Equal(ids, tokenizer.Encode(text));
            Assert.Equal(text, tokenizer.Decode(ids));
            var tokens = tokenizer.EncodeWithSpans(text);
            Assert.Equal(ids, tokens.Select(token => token.Id));
            CheckSpans(tokenizer, text, tokens);
        }
    }

    // The bytes of the tokens up to one lie within the characters up to its end, and within them begins its first.
    private static void CheckSpans(ByteLevelTokenizer tokenizer, string text, IReadOnlyList<Token> tokens)
    {
        var bytes = 0;
        var (start, startBytes, end, endBytes) = (0, 0, 0, 0);
        foreach (var token in tokens)
        {
            startBytes += Encoding.UTF8.GetByteCount(text.AsSpan(start, token.Start - start));
            start = token.Start;
            Assert.InRange(bytes, startBytes, startBytes + 3);
            bytes += tokenizer.BytesOf(token.Id).Length;
            endBytes += Encoding.UTF8.GetByteCount(text.AsSpan(end, token.Start + token.Length - end));
            end = token.Start + token.Length;
            Assert.InRange(bytes, endBytes - 3, endBytes);
        }

        Assert.Equal(text.Length, end);
    }

    private static IEnumerable<(string Text, int[] Ids)> Texts(string prefix)
    {
        foreach (
            var line in Golden.Where(line => line.StartsWith(prefix + '"', StringComparison.Ordinal)).Select(line => line[prefix.Length..])
        )
        {
            var split = line.LastIndexOf(" [", StringComparison.Ordinal);
            yield return (JsonSerializer.Deserialize<string>(line[..split])!, JsonSerializer.Deserialize<int[]>(line[split..])!);
        }
    }

    private static ByteLevelTokenizer OpenGpt2() =>
        ByteLevelTokenizer.OpenGpt2(SharedData.Locate(Folder + "/encoder.json"), SharedData.Locate(Folder + "/vocab.bpe"));

    // GPT-2's vocabulary in the form of tiktoken's r50k_base.
    private ByteLevelTokenizer OpenTiktoken(string expression)
    {
        var gpt2 = OpenGpt2();
        var lines = Enumerable.Range(0, 50_256).Select(id => $"{Convert.ToBase64String(gpt2.BytesOf(id))} {id}\n");
        var path = _directory.Write("r50k.tiktoken", Encoding.ASCII.GetBytes(string.Concat(lines)));
        return ByteLevelTokenizer.OpenTiktoken(path, expression, new Dictionary<string, int> { ["<|endoftext|>"] = 50_256 });
    }
}
