using System.Text;
using DataWorth.Models.Data;
using Microsoft.ML.Tokenizers;

namespace DataWorth.Benchmarks.Tokenizers;

/// <summary>Encoding and decoding WikiText with the tokenizer of GPT-2, in megabytes of UTF-8 per second on one thread.</summary>
public sealed class TokenizerBenchmark : IBenchmark
{
    private const double BytesPerMegabyte = 1e6;
    private static readonly DataFile s_vocabulary = new("tokenizers/gpt2/encoder.json");
    private static readonly DataFile s_merges = new("tokenizers/gpt2/vocab.bpe");
    private static readonly DataFile s_text = new("text/wikitext/wiki103.train.first154articles.tokens");

    /// <inheritdoc/>
    public string Name => "tokenizer";

    /// <inheritdoc/>
    public string Description => "byte pair encoding of GPT-2 on 2.9 MB of WikiText, one thread";

    /// <inheritdoc/>
    public void Run(BenchmarkContext context)
    {
        DataLocator locator = new(DataLocatorOptions.Create(Environment.GetEnvironmentVariable, Environment.CurrentDirectory, AppContext.BaseDirectory));
        if (locator.Find(s_vocabulary) is not string vocabulary || locator.Find(s_merges) is not string merges || locator.Find(s_text) is not string path)
        {
            context.Note($"not measured: needs {s_vocabulary.RelativePath}, {s_merges.RelativePath} and {s_text.RelativePath} (DATAWORTH_DATA)");
            return;
        }

        string text = File.ReadAllText(path);
        double megabytes = Encoding.UTF8.GetByteCount(text) / BytesPerMegabyte;
        BpeOptions options = new(vocabulary, merges) { ByteLevel = true, PreTokenizer = RobertaPreTokenizer.Instance };
        BpeTokenizer tokenizer = BpeTokenizer.Create(options);
        IReadOnlyList<int> ids = tokenizer.EncodeToIds(text);
        Measurement[] passes = context.MeasureTogether(
            1,
            1,
            ("EncodeToIds", () => tokenizer.EncodeToIds(text)),
            ("CountTokens", () => tokenizer.CountTokens(text)),
            ("EncodeToTokens", () => tokenizer.EncodeToTokens(text, out _)),
            ("Decode", () => tokenizer.Decode(ids)));
        foreach (Measurement pass in passes) context.Row(pass, $"{megabytes / pass.Best:0} MB/s at best");
        context.Row(context.MeasureTogether(1, 1, ("Create from vocabulary and merges in memory", () => BpeTokenizer.Create(options)))[0]);
    }
}
