using static TorchSharp.torch;

namespace DataWorth.Models.Training;

/// <summary>Counts of one training.</summary>
internal sealed class TrainingRun(
    TrainingOptions options,
    long stepsPerEpoch,
    TimeProvider time,
    TimeSpan interval,
    IProgress<TrainingProgress>? progress
)
{
    private readonly long _start = time.GetTimestamp();
    private long _lastReport = time.GetTimestamp();
    private double _lossSum;
    private double _lastLoss = double.NaN;
    private double _rate;
    private long _right;
    private long _targets;
    private long _examples;
    private int _epoch;

    /// <summary>Number of steps made.</summary>
    public long Step { get; private set; }

    /// <summary>Number of steps of an epoch.</summary>
    public long StepsPerEpoch { get; } = stepsPerEpoch;

    /// <summary>Whether a step had a loss.</summary>
    public bool HasLoss => !double.IsNaN(_lastLoss);

    /// <summary>Begins the sums of an epoch.</summary>
    public void StartEpoch(int epoch)
    {
        _epoch = epoch;
        _lossSum = 0;
        _right = _targets = 0;
    }

    /// <summary>Takes the loss of a step and stops if it is not finite.</summary>
    public void Check(double loss, double rate, Func<string> rows)
    {
        if (!double.IsFinite(loss))
        {
            Throw.Diverged(_epoch + 1, Step + 1, loss, _lastLoss, rate, rows());
        }

        _lastLoss = loss;
        _rate = rate;
    }

    /// <summary>Stops if the last step left a weight or a running statistic that is not finite: no later loss would show it.</summary>
    public void RequireFinite(nn.Module model)
    {
        using var scope = NewDisposeScope();
        using var unused = no_grad();
        foreach (var (name, values) in model.state_dict())
        {
            if (values.is_floating_point() && !values.isfinite().all().item<bool>())
            {
                Throw.WeightsNotFinite(name, _lastLoss, _rate);
            }
        }
    }

    /// <summary>Counts a whole step.</summary>
    public void Count(long examples, long right, long targets)
    {
        Step++;
        _examples += examples;
        _lossSum += targets == 0 ? 0 : _lastLoss * targets;
        _right += right;
        _targets += targets;
        if (progress is not null && time.GetElapsedTime(_lastReport) >= interval)
        {
            Report();
        }
    }

    /// <summary>Tells where the training stands.</summary>
    public void Report()
    {
        if (progress is null)
        {
            return;
        }

        _lastReport = time.GetTimestamp();
        var elapsed = time.GetElapsedTime(_start);
        var steps = StepsPerEpoch * options.Epochs;
        progress.Report(
            new TrainingProgress(
                _epoch + 1,
                options.Epochs,
                Step,
                steps,
                MeanLoss(),
                Accuracy(),
                _rate,
                elapsed > TimeSpan.Zero ? _examples / elapsed.TotalSeconds : 0,
                elapsed * ((double)(steps - Step) / Math.Max(1, Step))
            )
        );
    }

    /// <summary>The outcome.</summary>
    public TrainingResult Result() => new(Step, MeanLoss(), Accuracy(), time.GetElapsedTime(_start));

    private double MeanLoss() => _lossSum / Math.Max(1, _targets);

    private double Accuracy() => (double)_right / Math.Max(1, _targets);
}
