using Serilog;

namespace DataWorth.Cli.Progress;

/// <summary>A display that also logs how long each stage took.</summary>
internal sealed class LoggedDisplay(ProgressDisplay display, ILogger log, TimeProvider time) : ProgressDisplay
{
    /// <inheritdoc/>
    public override T Run<T>(Func<T> work) => display.Run(work);

    /// <inheritdoc/>
    public override IProgressStage Begin(string name, string unit, long total) =>
        new Stage(display.Begin(name, unit, total), log, new StageRate(time), name, unit, total);

    private sealed class Stage(IProgressStage stage, ILogger log, StageRate rate, string name, string unit, long total) : IProgressStage
    {
        private (long Done, string Detail) _latest = (0, "");

        public void Report(long done, string detail = "")
        {
            _latest = (done, detail);
            stage.Report(done, detail);
        }

        public void Dispose()
        {
            stage.Dispose();
            log.Debug(
                "Stage '{Stage:l}' took {Seconds:0.000} s: {Done} of {Total} {Unit:l} {Detail:l}",
                name,
                rate.Elapsed.TotalSeconds,
                _latest.Done,
                total,
                unit,
                _latest.Detail
            );
        }
    }
}
