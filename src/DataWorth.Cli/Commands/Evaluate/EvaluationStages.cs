using System.Globalization;
using DataWorth.Cli.Progress;
using DataWorth.Evaluation.Results;
using DataWorth.Evaluation.Retraining;

namespace DataWorth.Cli.Commands.Evaluate;

/// <summary>Shows what an evaluation reports, one stage after another.</summary>
internal sealed class EvaluationStages(ProgressDisplay display) : IEvaluationProgress, IDisposable
{
    private readonly Lock _lock = new();
    private IProgressStage? _stage;
    private string? _name;

    /// <inheritdoc/>
    public void Retraining(string stage, RetrainProgress progress) =>
        Report(
            stage,
            progress.Done,
            progress.Total,
            progress.Remaining is { } remaining
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{progress.Done}/{progress.Total} there, {progress.PerMinute:0.0} retrainings/min, "
                        + $"{ProgressText.Duration(remaining)} left"
                )
                : $"{progress.Done}/{progress.Total} there"
        );

    /// <inheritdoc/>
    public void Stage(string stage, int done, int total, string detail) => Report(stage, done, total, detail);

    /// <inheritdoc/>
    public void Dispose()
    {
        _stage?.Dispose();
        (_stage, _name) = (null, null);
    }

    private void Report(string name, int done, int total, string detail)
    {
        lock (_lock)
        {
            if (_name != name)
            {
                Dispose();
                _name = name;
                _stage = display.Begin(name, "", total);
            }

            _stage!.Report(done, detail);
            if (done >= total)
            {
                Dispose();
            }
        }
    }
}
