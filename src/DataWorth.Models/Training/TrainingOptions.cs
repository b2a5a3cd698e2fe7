namespace DataWorth.Models.Training;

/// <summary>How a network is trained. The defaults are those of the perceptron on Fashion-MNIST.</summary>
public sealed record TrainingOptions
{
    /// <summary>Number of passes over the data, at least 1. Default 20.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Number of examples per step, at least 1. Default 64.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Learning rate, greater than 0; the largest one with a schedule. Default 0.03.</summary>
    public double LearningRate { get; init; } = 0.03;

    /// <summary>Momentum of SGD, within [0, 1). Default 0.9.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Weight decay, at least 0. Default 1e-3.</summary>
    public double WeightDecay { get; init; } = 1e-3;

    /// <summary>Optimiser. Default SGD.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Sgd;

    /// <summary>How the learning rate changes. Default not.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Constant;

    /// <summary>Epoch of the largest rate with the triangular schedule, within 0 to <see cref="Epochs"/>. Default 5.</summary>
    public double PeakEpoch { get; init; } = 5;

    /// <summary>Seed of the order of the examples (and of dropout, if the network has any). Default 0.</summary>
    public long Seed { get; init; }

    /// <summary>Number of threads of libtorch; null (default) leaves it. The last bits of the weights depend on it.</summary>
    public int? Threads { get; init; }

    /// <summary>Learning rate of a step.</summary>
    /// <param name="step">Number of the step from 0.</param>
    /// <param name="stepsPerEpoch">Number of steps of an epoch.</param>
    public double RateAt(long step, long stepsPerEpoch)
    {
        var (epoch, total) = ((double)step / stepsPerEpoch, (double)Epochs);
        return LearningRate
            * Schedule switch
            {
                LearningRateSchedule.Triangular => epoch < PeakEpoch ? epoch / PeakEpoch : (total - epoch) / (total - PeakEpoch),
                LearningRateSchedule.LinearDecay => 1 - epoch / total,
                LearningRateSchedule.Cosine => (1 + Math.Cos(Math.PI * epoch / total)) / 2,
                _ => 1,
            };
    }

    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public void Validate()
    {
        if (Epochs < 1)
        {
            Throw.OptionOutOfRange(nameof(Epochs), Epochs, "at least 1");
        }

        if (BatchSize < 1)
        {
            Throw.OptionOutOfRange(nameof(BatchSize), BatchSize, "at least 1");
        }

        if (!(LearningRate > 0))
        {
            Throw.OptionOutOfRange(nameof(LearningRate), LearningRate, "greater than 0");
        }

        if (Momentum is not (>= 0 and < 1))
        {
            Throw.OptionOutOfRange(nameof(Momentum), Momentum, "within [0, 1)");
        }

        if (!(WeightDecay >= 0))
        {
            Throw.OptionOutOfRange(nameof(WeightDecay), WeightDecay, "at least 0");
        }

        if (Schedule == LearningRateSchedule.Triangular && !(PeakEpoch >= 0 && PeakEpoch <= Epochs))
        {
            Throw.OptionOutOfRange(nameof(PeakEpoch), PeakEpoch, $"within 0 to {Epochs}");
        }
        if (Threads is < 1)
        {
            Throw.OptionOutOfRange(nameof(Threads), Threads, "at least 1");
        }
    }
}
