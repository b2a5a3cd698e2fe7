using System.Text;
using DataWorth.Tests;
using Xunit.Abstractions;

namespace Microsoft.ML.Tokenizers.Tests;

/// <summary>The figures of the tokenizers' README, in processor time, so that other processes do not count. Runs alone in this process.</summary>
[CollectionDefinition(nameof(ThroughputTests), DisableParallelization = true)]
[Collection(nameof(ThroughputTests))]
public sealed class ThroughputTests(ITestOutputHelper output)
{
    private const string Corpus = "text/wikitext/wiki103.train.first154articles.tokens";
    private const int Rounds = 6;

    // A fifth of what was measured on a machine with ten busy processes: what fails is a change of kind, such as a lost cache.
    private const double LeastMegabytesPerSecond = 4;

    [DataFact(Gpt2.Vocabulary, Gpt2.Merges, Corpus)]
    public void Gpt2_EncodesAndDecodesManyMegabytesPerSecond()
    {
        string text = File.ReadAllText(SharedData.Locate(Corpus));
        double megabytes = Encoding.UTF8.GetByteCount(text) / 1e6;
        BpeTokenizer tokenizer = BpeTokenizer.Create(Gpt2.Options());
        IReadOnlyList<int> ids = [];
        double encoding = megabytes / Best(() => ids = tokenizer.EncodeToIds(text));
        double decoding = megabytes / Best(() => tokenizer.Decode(ids));
        output.WriteLine($"GPT-2, one thread, best of {Rounds}: {encoding:F1} MB/s encoding, {decoding:F1} MB/s decoding ({ids.Count} tokens)");
        Assert.True(Math.Min(encoding, decoding) > LeastMegabytesPerSecond);
    }

    private static double Best(Action action) => Enumerable.Range(0, Rounds).Min(_ =>
    {
        TimeSpan start = Environment.CpuUsage.TotalTime;
        action();
        return (Environment.CpuUsage.TotalTime - start).TotalSeconds;
    });
}
