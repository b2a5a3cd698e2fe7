using System.Security.Cryptography;
using System.Text.Json;
using DataWorth.Tests;
using Microsoft.ML.Tokenizers;

namespace DataWorth.Language.Tests.Tokenizers;

/// <summary>The tokenizer package reproduces GPT-2's own ids, for which it needs the pre-tokenizer that it does not take by
/// itself.</summary>
public sealed class Gpt2TokenizerTests
{
    private const string Vocabulary = "tokenizers/gpt2/encoder.json";
    private const string Merges = "tokenizers/gpt2/vocab.bpe";
    private static readonly Lazy<BpeTokenizer> s_tokenizer = new(() =>
        BpeTokenizer.Create(
            new BpeOptions(SharedData.Locate(Vocabulary), SharedData.Locate(Merges))
            {
                ByteLevel = true,
                PreTokenizer = RobertaPreTokenizer.Instance,
            }
        )
    );

    private static string[] Golden => File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Tokenizers", "gpt2.txt"));

    [DataFact(Vocabulary, Merges)]
    public void Texts_EqualTheOriginalTokenizer_AndDecodeToThemselves()
    {
        string[] lines = [.. Golden.Where(line => line.StartsWith('"'))];
        Assert.Equal(17, lines.Length);
        foreach (var line in lines)
        {
            var split = line.LastIndexOf(" [", StringComparison.Ordinal);
            var text = JsonSerializer.Deserialize<string>(line[..split])!;
            Assert.Equal(JsonSerializer.Deserialize<int[]>(line[split..])!, s_tokenizer.Value.EncodeToIds(text));
            Assert.Equal(text, s_tokenizer.Value.Decode(s_tokenizer.Value.EncodeToIds(text)));
        }
    }

    [DataFact(Vocabulary, Merges, "text")]
    public void Files_EqualTheOriginalTokenizer()
    {
        string[] lines = [.. Golden.Where(line => line.StartsWith("text/", StringComparison.Ordinal))];
        Assert.Equal(7, lines.Length);
        foreach (var parts in lines.Select(line => line.Split(' ')))
        {
            var ids = s_tokenizer.Value.EncodeToIds(File.ReadAllText(SharedData.Locate(parts[0])));
            var hash = Convert.ToHexStringLower(SHA256.HashData([.. ids.SelectMany(BitConverter.GetBytes)]));
            Assert.Equal((parts[0], parts[1], parts[2]), (parts[0], $"{ids.Count}", hash));
        }
    }
}
