namespace DataWorth.Cli.Progress;

/// <summary>Shows nothing.</summary>
internal sealed class SilentDisplay : ProgressDisplay, IProgressStage
{
    /// <inheritdoc/>
    public override T Run<T>(Func<T> work) => work();

    /// <inheritdoc/>
    public override IProgressStage Begin(string name, string unit, long total) => this;

    /// <inheritdoc/>
    public void Report(long done, string detail = "") { }

    /// <inheritdoc/>
    public void Dispose() { }
}
