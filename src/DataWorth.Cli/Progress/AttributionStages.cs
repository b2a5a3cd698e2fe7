namespace DataWorth.Cli.Progress;

/// <summary>Shows what an attribution reports, one stage after another.</summary>
internal sealed class AttributionStages(ProgressDisplay display) : IProgress<AttributionProgress>, IDisposable
{
    private IProgressStage? _stage;
    private string? _name;

    /// <inheritdoc/>
    public void Report(AttributionProgress value)
    {
        if (_name != value.Stage)
        {
            _stage?.Dispose();
            _name = value.Stage;
            _stage = display.Begin(value.Stage, "examples", value.Total);
        }

        _stage!.Report(value.Done);
        if (value.Done >= value.Total)
        {
            Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stage?.Dispose();
        (_stage, _name) = (null, null);
    }
}
