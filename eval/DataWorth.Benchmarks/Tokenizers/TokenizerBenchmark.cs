using System.Text;
using DataWorth.Models.Data;
using Microsoft.ML.Tokenizers;

namespace DataWorth.Benchmarks.Tokenizers;

/// <summary>Encoding and decoding WikiText with the tokenizer of GPT-2, in megabytes of UTF-8 per second on one thread.</summary>
public sealed class TokenizerBenchmark : IBenchmark
{
    private const int LargestRounds = 20;
    private const double BytesPerMegabyte = 1e6;
    private static readonly DataFile s_vocabulary = new("tokenizers/gpt2/encoder.json");
    private static readonly DataFile s_merges = new("tokenizers/gpt2/vocab.bpe");
    private static readonly DataFile s_text = new("text/wikitext/wiki103.train.first154articles.tokens");

    /// <inheritdoc/>
    public string Name => "tokenizer";

    /// <inheritdoc/>
    public string Description => "byte pair encoding of GPT-2 on 2.9 MB of WikiText, one thread";

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Run(int rounds)
    {
        DataLocator locator = new(DataLocatorOptions.Create(Environment.GetEnvironmentVariable, Environment.CurrentDirectory, AppContext.BaseDirectory));
        if (locator.Find(s_vocabulary) is not string vocabulary || locator.Find(s_merges) is not string merges || locator.Find(s_text) is not string path)
        {
            return [new Figure($"not measured: needs {s_vocabulary.RelativePath}, {s_merges.RelativePath} and {s_text.RelativePath} (DATAWORTH_DATA)", double.NaN, "")];
        }

        string text = File.ReadAllText(path);
        double megabytes = Encoding.UTF8.GetByteCount(text) / BytesPerMegabyte;
        BpeOptions options = new(vocabulary, merges) { ByteLevel = true, PreTokenizer = RobertaPreTokenizer.Instance };
        BpeTokenizer tokenizer = BpeTokenizer.Create(options);
        IReadOnlyList<int> ids = tokenizer.EncodeToIds(text);
        double[] seconds = Sampling.Best(
            [
                () => tokenizer.EncodeToIds(text),
                () => tokenizer.CountTokens(text),
                () => tokenizer.EncodeToTokens(text, out _),
                () => tokenizer.Decode(ids),
                () => BpeTokenizer.Create(options),
            ],
            Math.Min(rounds, LargestRounds));
        return
        [
            new Figure("EncodeToIds", megabytes / seconds[0], "MB/s"),
            new Figure("CountTokens", megabytes / seconds[1], "MB/s"),
            new Figure("EncodeToTokens", megabytes / seconds[2], "MB/s"),
            new Figure("Decode", megabytes / seconds[3], "MB/s"),
            new Figure("Create from vocabulary and merges in memory", seconds[4] * 1000, "ms"),
        ];
    }
}
