namespace DataWorth.Cli.Progress;

/// <summary>How fast a stage is: units that it did itself by time, once there is enough of both.</summary>
/// <remarks>What is reported in the first moments was there already (rows of an earlier run) and counts for nothing.</remarks>
internal sealed class StageRate(TimeProvider time)
{
    private static readonly TimeSpan s_measurable = TimeSpan.FromSeconds(0.05);

    private readonly long _start = time.GetTimestamp();
    private long _reused;
    private long _done;

    /// <summary>Time since the stage began.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_start);

    /// <summary>Says how far the stage is.</summary>
    public void Report(long done)
    {
        if (Elapsed < s_measurable)
        {
            _reused = done;
        }

        _done = done;
    }

    /// <summary>Units per second; null before there is a rate that means anything.</summary>
    public double? PerSecond =>
        Elapsed is var elapsed && elapsed >= s_measurable && _done > _reused ? (_done - _reused) / elapsed.TotalSeconds : null;

    /// <summary>Time until a total is reached; null before there is a rate.</summary>
    public TimeSpan? Remaining(long total) => PerSecond is { } rate ? TimeSpan.FromSeconds(Math.Max(0, total - _done) / rate) : null;
}
