namespace DataWorth.Benchmarks;

/// <summary>One question about speed or memory, answered by measurement side by side.</summary>
public interface IBenchmark
{
    /// <summary>Name on the command line, in lower case with hyphens.</summary>
    string Name { get; }

    /// <summary>What is compared with what, in one line.</summary>
    string Description { get; }

    /// <summary>Runs the measurement and reports rows to the context.</summary>
    /// <param name="context">Clock and table.</param>
    void Run(BenchmarkContext context);
}
