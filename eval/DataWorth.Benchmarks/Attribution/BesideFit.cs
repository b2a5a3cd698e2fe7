namespace DataWorth.Benchmarks.Attribution;

/// <summary>Runs something after each batch that a fit collects, and knows what time it and the fit took.</summary>
/// <param name="clock">The time: of the processor, or of a GPU that has done what it was given.</param>
/// <param name="run">What runs after a batch, given its first row and its number of rows.</param>
internal sealed class BesideFit(Func<TimeSpan> clock, Action<long, long> run) : IProgress<AttributionProgress>
{
    private readonly TimeSpan _start = clock();
    private long _rows;
    private TimeSpan _first;
    private TimeSpan _last;
    private TimeSpan _takenAtFirst;

    /// <summary>Of what was run.</summary>
    public TimeSpan Taken { get; private set; }

    /// <summary>Of the fit from the start to now, without what was run.</summary>
    public TimeSpan Fit => clock() - _start - Taken;

    /// <summary>Time of the fit over that of what was run, from the first batch to the last: without what is fixed in a fit.</summary>
    public double RatioBetweenBatches => (_last - _first - Taken + _takenAtFirst) / (Taken - _takenAtFirst);

    /// <inheritdoc/>
    public void Report(AttributionProgress value)
    {
        if (value.Stage != "collect gradients" || value.Done == 0)
        {
            return;
        }

        var start = clock();
        run(_rows, value.Done - _rows);
        _last = clock();
        Taken += _last - start;
        if (_rows == 0)
        {
            (_first, _takenAtFirst) = (_last, Taken);
        }

        _rows = value.Done;
    }
}
