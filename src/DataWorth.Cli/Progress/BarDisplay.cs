using System.Collections.Concurrent;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DataWorth.Cli.Progress;

/// <summary>Live bars on a terminal.</summary>
internal sealed class BarDisplay(IAnsiConsole console) : ProgressDisplay
{
    // Unit and detail of each task, read by the column that draws them on another thread.
    private readonly ConcurrentDictionary<int, (string Unit, string Detail)> _texts = [];
    private ProgressContext? _context;

    /// <inheritdoc/>
    public override T Run<T>(Func<T> work) =>
        console
            .Progress()
            .HideCompleted(false)
            .AutoClear(false)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn { Width = 24 },
                new PercentageColumn(),
                new RemainingColumn(_texts),
                new DetailColumn(_texts)
            )
            .Start(context =>
            {
                _context = context;
                return work();
            });

    /// <inheritdoc/>
    public override IProgressStage Begin(string name, string unit, long total)
    {
        var task = _context!.AddTask(Markup.Escape(name), maxValue: Math.Max(total, 1));
        _texts[task.Id] = (unit, "");
        return new Bar(task, _texts);
    }

    private sealed class Bar(ProgressTask task, ConcurrentDictionary<int, (string Unit, string Detail)> texts) : IProgressStage
    {
        public void Report(long done, string detail = "")
        {
            texts[task.Id] = (texts[task.Id].Unit, detail);
            task.Value = done;
        }

        public void Dispose() => task.StopTask();
    }

    // Rate and whatever the stage itself has to say.
    private sealed class DetailColumn(ConcurrentDictionary<int, (string Unit, string Detail)> texts) : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
        {
            (var unit, var detail) = texts.GetValueOrDefault(task.Id, ("", ""));
            return new Spectre.Console.Text(
                string.Join("  ", new[] { ProgressText.Rate(task.Speed, unit), detail }.Where(text => text.Length > 0))
            );
        }
    }

    // Of fixed width, so that a long detail never cuts it.
    private sealed class RemainingColumn(ConcurrentDictionary<int, (string Unit, string Detail)> texts) : ProgressColumn
    {
        public override int? GetColumnWidth(RenderOptions options) => 11;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Spectre.Console.Text(
                task.IsFinished ? ProgressText.Duration(task.ElapsedTime ?? TimeSpan.Zero)
                : task.RemainingTime is { } remaining && texts.GetValueOrDefault(task.Id, ("", "")).Item1.Length > 0
                    ? ProgressText.Duration(remaining) + " left"
                : ""
            );
    }
}
