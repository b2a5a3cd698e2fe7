namespace DataWorth.Benchmarks;

/// <summary>A named measurement, listed in <see cref="BenchmarkRegistry"/>.</summary>
public interface IBenchmark
{
    /// <summary>Name on the command line.</summary>
    string Name { get; }

    /// <summary>What is measured, in one sentence.</summary>
    string Description { get; }

    /// <summary>Measures.</summary>
    /// <param name="rounds">Number of repetitions; the best one of each part counts.</param>
    /// <returns>The figures.</returns>
    IReadOnlyList<Figure> Run(int rounds);
}
