namespace DataWorth.Cli.Progress;

/// <summary>How fast a stage is: units that it did itself by time, once there is enough of both.</summary>
/// <remarks>What is reported in the first moments was there already (rows of an earlier run) and counts for nothing.</remarks>
internal sealed class StageRate(TimeProvider time)
{
    private static readonly TimeSpan s_measurable = TimeSpan.FromSeconds(0.05);

    // The first moments of a stage are slower or faster than the rest: what they promise is far off.
    private static readonly TimeSpan s_soonest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_latest = TimeSpan.FromSeconds(30);
    private const int Share = 50; // a fiftieth of what there was to do

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

    /// <summary>Time until a total is reached; null before enough is known: 2 s and a fiftieth of the work, or 30 s.</summary>
    public TimeSpan? Remaining(long total) =>
        PerSecond is { } rate && (Elapsed >= s_latest || (Elapsed >= s_soonest && Share * (_done - _reused) >= total - _reused))
            ? TimeSpan.FromSeconds(Math.Max(0, total - _done) / rate)
            : null;
}
