using DataWorth.Benchmarks.Tokenizers;
using DataWorth.Benchmarks.Training;

namespace DataWorth.Benchmarks;

/// <summary>All benchmarks.</summary>
public static class BenchmarkRegistry
{
    /// <summary>The benchmarks in the order of the listing.</summary>
    public static IReadOnlyList<IBenchmark> All { get; } =
    [
        new MlpStepBenchmark(),
        new TokenizerBenchmark(),
    ];

    /// <summary>The benchmark of a name, or null.</summary>
    /// <param name="name">The name.</param>
    public static IBenchmark? Find(string name) => All.FirstOrDefault(benchmark => benchmark.Name == name);
}
