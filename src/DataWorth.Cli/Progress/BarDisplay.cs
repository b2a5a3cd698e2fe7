using System.Collections.Concurrent;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DataWorth.Cli.Progress;

/// <summary>Live bars on a terminal, each on one line however narrow it is.</summary>
internal sealed class BarDisplay(IAnsiConsole console, TimeProvider time) : ProgressDisplay
{
    private const int RoomyWidth = 100;
    private const int NarrowWidth = 60;
    private const int NameWidth = 17;
    private const int PercentWidth = 5;
    private const int RemainingWidth = 13;

    // What the columns draw of each task, on another thread.
    private readonly ConcurrentDictionary<int, Bar> _bars = [];
    private ProgressContext? _context;

    /// <inheritdoc/>
    public override T Run<T>(Func<T> work) =>
        console
            .Progress()
            .HideCompleted(false)
            .AutoClear(false)
            .Columns(Columns(console.Profile.Width))
            .Start(context =>
            {
                _context = context;
                return work();
            });

    /// <inheritdoc/>
    public override IProgressStage Begin(string name, string unit, long total)
    {
        var task = _context!.AddTask(Markup.Escape(name), maxValue: Math.Max(total, 1));
        return _bars[task.Id] = new Bar(task, unit, new StageRate(time));
    }

    // The table would wrap what is too long for it: so every column has a width, and its text is cut to that.
    private ProgressColumn[] Columns(int width)
    {
        var isNarrow = width < NarrowWidth;
        var bar = width < RoomyWidth ? 10 : 24;
        var used = NameWidth + PercentWidth + (isNarrow ? 0 : bar + RemainingWidth) + (isNarrow ? 3 : 5);
        TextColumn name = new(_bars, NameWidth, (task, _) => Markup.Remove(task.Description));
        TextColumn percent = new(_bars, PercentWidth, (task, _) => $"{Math.Floor(task.Percentage):0} %".PadLeft(PercentWidth));
        TextColumn remaining = new(_bars, RemainingWidth, (_, bar) => bar.Remaining);
        TextColumn detail = new(_bars, Math.Max(1, width - used - 1), (_, bar) => bar.Detail);
        return isNarrow ? [name, percent, detail] : [name, new ProgressBarColumn { Width = bar }, percent, remaining, detail];
    }

    private sealed class Bar(ProgressTask task, string unit, StageRate rate) : IProgressStage
    {
        private string _detail = "";

        public string Detail =>
            string.Join("  ", new[] { ProgressText.Rate(rate.PerSecond, unit), _detail }.Where(text => text.Length > 0));

        public string Remaining =>
            task.IsFinished ? ProgressText.Duration(task.ElapsedTime ?? TimeSpan.Zero)
            : unit.Length > 0 && rate.Remaining((long)task.MaxValue) is { } remaining ? ProgressText.Duration(remaining) + " left"
            : "";

        public void Report(long done, string detail = "")
        {
            _detail = detail;
            rate.Report(done);
            task.Value = done;
        }

        public void Dispose() => task.StopTask();
    }

    private sealed class TextColumn(ConcurrentDictionary<int, Bar> bars, int width, Func<ProgressTask, Bar, string> text) : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override int? GetColumnWidth(RenderOptions options) => width;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
        {
            var whole = bars.TryGetValue(task.Id, out var bar) ? text(task, bar) : "";
            return new Spectre.Console.Text(whole.Length <= width ? whole : whole[..Math.Max(0, width - 2)] + "..");
        }
    }
}
