namespace DataWorth.Cli.Commands.Quickstart;

/// <summary>Measures the parts of a run.</summary>
internal sealed class StageClock(TimeProvider time)
{
    private readonly List<KeyValuePair<string, double>> _parts = [];

    /// <summary>Seconds of each part, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Parts => _parts;

    /// <summary>Runs a part and notes how long it took.</summary>
    public T Measure<T>(string name, Func<T> part)
    {
        var start = time.GetTimestamp();
        var result = part();
        _parts.Add(new(name, time.GetElapsedTime(start).TotalSeconds));
        return result;
    }
}
