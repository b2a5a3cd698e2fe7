using DataWorth.Benchmarks.Artifacts;
using DataWorth.Benchmarks.Attribution;
using DataWorth.Benchmarks.Exactness;
using DataWorth.Benchmarks.LinearAlgebra;
using DataWorth.Benchmarks.Package;
using DataWorth.Benchmarks.Training;
using DataWorth.Benchmarks.Workflow;

namespace DataWorth.Benchmarks;

/// <summary>The benchmarks, in the order in which they run.</summary>
public static class BenchmarkRegistry
{
    /// <summary>All benchmarks.</summary>
    public static IReadOnlyList<IBenchmark> All { get; } =
    [
        new CallOverhead(),
        new MatrixProduct(),
        new MlpStepBenchmark(),
        new ArtifactBenchmark(),
        new BlobBenchmark(),
        new CodecScoring(),
        new SpectrumBenchmark(),
        new LograLogging(),
        new GptLogging(),
        new GpuLogging(),
        new StoreScoring(),
        new LorifFactors(),
        new EkfacScoring(),
        new EkfacPartitions(),
        new PeakMemory(),
        new EngineOverhead(),
        new PlanForecast(),
        new AskSpeed(),
        new GoldenBenchmark(),
    ];

    /// <summary>Finds a benchmark.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The benchmark, or null.</returns>
    public static IBenchmark? Find(string name) => All.FirstOrDefault(benchmark => benchmark.Name == name);
}
