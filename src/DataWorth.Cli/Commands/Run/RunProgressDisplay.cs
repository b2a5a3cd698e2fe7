using System.Globalization;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Progress;
using DataWorth.Workflow.Engines;
using DataWorth.Workflow.Plans;

namespace DataWorth.Cli.Commands.Run;

/// <summary>One display for a whole run: shards done, and what the last one to begin is doing.</summary>
internal sealed class RunProgressDisplay(ProgressDisplay display, CommandConsole console)
    : IRunProgress,
        IProgress<AttributionProgress>,
        IDisposable
{
    private readonly Lock _lock = new();
    private IProgressStage? _stage;
    private long _present;
    private string _shard = "";

    /// <inheritdoc/>
    public void Begin(PlanStage stage, int shard)
    {
        lock (_lock)
        {
            _shard = stage.Describe(shard);
            _stage?.Report(_present, _shard);
        }
    }

    /// <inheritdoc/>
    public void Report(long present, long shards)
    {
        lock (_lock)
        {
            _stage ??= display.Begin("run", "shards", shards);
            _present = present;
            _stage.Report(present, _shard);
        }
    }

    /// <inheritdoc/>
    public void Tell(string message) => console.Log.Information("{Text:l}", message);

    /// <inheritdoc/>
    public void Say(string message) => console.WriteWarning(message);

    /// <inheritdoc/>
    public void Report(AttributionProgress value)
    {
        lock (_lock)
        {
            var share = string.Create(CultureInfo.InvariantCulture, $"{100 * value.Done / Math.Max(1, value.Total)} %");
            _stage?.Report(_present, $"{_shard}: {value.Stage} {share}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stage?.Dispose();
}
