using DataWorth.Tests;

namespace Microsoft.ML.Tokenizers.Tests;

/// <summary>The tokenizer of GPT-2 from its own files.</summary>
internal static class Gpt2
{
    internal const string Vocabulary = "tokenizers/gpt2/encoder.json";
    internal const string Merges = "tokenizers/gpt2/vocab.bpe";

    private static readonly Lazy<BpeTokenizer> s_tokenizer = new(() => Create(Options()));

    internal static BpeTokenizer Tokenizer => s_tokenizer.Value;

    internal static BpeOptions Options() => new(SharedData.Locate(Vocabulary), SharedData.Locate(Merges))
    {
        ByteLevel = true,
        PreTokenizer = RobertaPreTokenizer.Instance,
    };

    internal static BpeTokenizer Create(BpeOptions options) => BpeTokenizer.Create(options);

    /// <summary>Every text of the data directory that is UTF-8.</summary>
    internal static IEnumerable<(string Name, string Text)> Corpora() =>
        from path in Directory.EnumerateFiles(SharedData.Locate("text"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        let bytes = File.ReadAllBytes(path)
        where System.Text.Unicode.Utf8.IsValid(bytes)
        select (path, System.Text.Encoding.UTF8.GetString(bytes));
}
