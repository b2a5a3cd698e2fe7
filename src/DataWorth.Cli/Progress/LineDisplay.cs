using System.Globalization;
using Spectre.Console;

namespace DataWorth.Cli.Progress;

/// <summary>Plain lines where there is no terminal: the first after five seconds, the next after twice as long each time, at least one a
/// minute, and one at the end.</summary>
internal sealed class LineDisplay(IAnsiConsole console, TimeProvider time) : ProgressDisplay
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public override T Run<T>(Func<T> work) => work();

    /// <inheritdoc/>
    public override IProgressStage Begin(string name, string unit, long total) => new Lines(console, time, name, unit, Math.Max(total, 1));

    private sealed class Lines(IAnsiConsole console, TimeProvider time, string name, string unit, long total) : IProgressStage
    {
        private readonly StageRate _rate = new(time);
        private TimeSpan _interval = s_shortest;
        private TimeSpan _next = s_shortest;
        private (long Done, string Detail) _latest = (0, "");

        public void Report(long done, string detail = "")
        {
            _latest = (done, detail);
            _rate.Report(done);
            var elapsed = _rate.Elapsed;
            if (done < total && elapsed >= _next)
            {
                _interval = _interval * 2 < s_longest ? _interval * 2 : s_longest;
                _next = elapsed + _interval;
                var left = unit.Length > 0 && _rate.Remaining(total) is { } remaining ? $"{ProgressText.Duration(remaining)} left" : "";
                Write(string.Create(CultureInfo.InvariantCulture, $"{100 * done / total} %"), left);
            }
        }

        public void Dispose()
        {
            var isWhole = _latest.Done >= total;
            Write(isWhole ? "done" : "stopped", $"{_rate.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s");
        }

        private void Write(string state, string ending)
        {
            string[] parts = [state, ProgressText.Rate(_rate.PerSecond, unit), _latest.Detail, ending];
            console.WriteLine($"{name}: {string.Join(", ", parts.Where(part => part.Length > 0))}");
        }
    }
}
