using DataWorth.Cli.Progress;

namespace DataWorth.Cli.Commands.Store;

/// <summary>Passes bytes done on to a progress stage, on the thread that did them.</summary>
internal sealed class StageBytes(IProgressStage stage) : IProgress<long>
{
    /// <inheritdoc/>
    public void Report(long value) => stage.Report(value);
}
