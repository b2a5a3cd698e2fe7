namespace DataWorth.Benchmarks.Attribution;

/// <summary>Runs something after each batch that a fit collects, and knows what processor time it took.</summary>
internal sealed class BesideFit(Action<int> run) : IProgress<AttributionProgress>
{
    private int _batches;

    /// <summary>Processor time of the process.</summary>
    public static TimeSpan Processor => Environment.CpuUsage.TotalTime;

    /// <summary>Of what was run.</summary>
    public TimeSpan Taken { get; private set; }

    /// <inheritdoc/>
    public void Report(AttributionProgress value)
    {
        if (value.Stage != "collect gradients" || value.Done == 0)
        {
            return;
        }

        var start = Processor;
        run(_batches++);
        Taken += Processor - start;
    }
}
