using System.Globalization;
using Spectre.Console;

namespace DataWorth.Cli.Progress;

/// <summary>Plain lines where there is no terminal: one at the start of news, at most one every few seconds, one at the end.</summary>
internal sealed class LineDisplay(IAnsiConsole console, TimeProvider time) : ProgressDisplay
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_measurable = TimeSpan.FromSeconds(0.1);

    /// <inheritdoc/>
    public override T Run<T>(Func<T> work) => work();

    /// <inheritdoc/>
    public override IProgressStage Begin(string name, string unit, long total) => new Lines(console, time, name, unit, Math.Max(total, 1));

    private sealed class Lines(IAnsiConsole console, TimeProvider time, string name, string unit, long total) : IProgressStage
    {
        private readonly long _start = time.GetTimestamp();
        private long _lastLine = time.GetTimestamp();
        private (long Done, string Detail) _latest = (0, "");

        public void Report(long done, string detail = "")
        {
            _latest = (done, detail);
            if (done < total && time.GetElapsedTime(_lastLine) >= s_interval)
            {
                _lastLine = time.GetTimestamp();
                var elapsed = time.GetElapsedTime(_start);
                var remaining =
                    done > 0 && unit.Length > 0 ? $"{ProgressText.Duration(elapsed * ((total - done) / (double)done))} left" : "";
                Write(string.Create(CultureInfo.InvariantCulture, $"{100 * done / total} %"), elapsed, remaining);
            }
        }

        public void Dispose()
        {
            var elapsed = time.GetElapsedTime(_start);
            var isWhole = _latest.Done >= total;
            Write(isWhole ? "done" : "stopped", elapsed, $"{elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s");
        }

        private void Write(string state, TimeSpan elapsed, string ending)
        {
            // What takes no time has no rate that means anything.
            var rate = elapsed >= s_measurable ? _latest.Done / elapsed.TotalSeconds : 0;
            string[] parts = [state, ProgressText.Rate(rate, unit), _latest.Detail, ending];
            console.WriteLine($"{name}: {string.Join(", ", parts.Where(part => part.Length > 0))}");
        }
    }
}
