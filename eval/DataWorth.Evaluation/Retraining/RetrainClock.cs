namespace DataWorth.Evaluation.Retraining;

/// <summary>Counts finished retrainings and tells their rate.</summary>
internal sealed class RetrainClock(RetrainOptions options, int total, int missing)
{
    private readonly Lock _lock = new();
    private readonly long _start = options.Time.GetTimestamp();
    private int _trained;

    /// <summary>Time since the start.</summary>
    public TimeSpan Elapsed => options.Time.GetElapsedTime(_start);

    /// <summary>Counts one.</summary>
    public void Finish()
    {
        lock (_lock)
        {
            _trained++;
            Report();
        }
    }

    /// <summary>Tells where it stands.</summary>
    public void Report()
    {
        var elapsed = Elapsed;
        options.Progress?.Report(
            new RetrainProgress(
                total - missing + _trained,
                total,
                _trained == 0 ? 0 : _trained / elapsed.TotalMinutes,
                _trained == 0 ? null : elapsed * ((double)(missing - _trained) / _trained)
            )
        );
    }
}
