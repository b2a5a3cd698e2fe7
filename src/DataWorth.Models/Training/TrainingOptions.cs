using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataWorth.Configuration;

namespace DataWorth.Models.Training;

/// <summary>How a network is trained. The defaults are those of the perceptron on Fashion-MNIST.</summary>
public sealed record TrainingOptions : IValidatedOptions
{
    /// <summary>Number of passes over the data, at least 1. Default 20.</summary>
    [Description("Passes over the data.")]
    [Range(1, int.MaxValue)]
    public int Epochs { get; init; } = 20;

    /// <summary>Number of examples per step, at least 1. Default 64.</summary>
    [Description("Examples per step.")]
    [Range(1, int.MaxValue)]
    public int BatchSize { get; init; } = 64;

    /// <summary>Learning rate, greater than 0; the largest one with a schedule. Default 0.03.</summary>
    [Description("Learning rate; the largest one with a schedule.")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 0.03;

    /// <summary>Momentum of SGD, within [0, 1). Default 0.9.</summary>
    [Description("Momentum of SGD.")]
    [Range(0, 1.0, MaximumIsExclusive = true)]
    public double Momentum { get; init; } = 0.9;

    /// <summary>Weight decay, at least 0. Default 1e-3.</summary>
    [Description("Weight decay.")]
    [Range(0, double.MaxValue)]
    public double WeightDecay { get; init; } = 1e-3;

    /// <summary>Optimiser. Default SGD.</summary>
    [Description("Optimiser.")]
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Sgd;

    /// <summary>How the learning rate changes. Default not.</summary>
    [Description("How the learning rate changes.")]
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Constant;

    /// <summary>Epoch of the largest rate with the triangular schedule, within 0 to <see cref="Epochs"/>. Default 5.</summary>
    [Description("Epoch of the largest rate with the triangular schedule.")]
    [Range(0, double.MaxValue)]
    public double PeakEpoch { get; init; } = 5;

    /// <summary>Seed of the order of the examples (and of dropout, if the network has any). Default 0.</summary>
    [Description("Seed of the order of the examples.")]
    public long Seed { get; init; }

    /// <summary>Number of threads of libtorch; null (default) leaves it. The last bits of the weights depend on it.</summary>
    [Description("Threads of libtorch; null leaves them.")]
    [Range(1, int.MaxValue)]
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
    /// <exception cref="ArgumentException">A value has no influence with this optimiser or schedule.</exception>
    public void Validate()
    {
        OptionRules.CheckRanges(this);
        OptionRules.RefuseUnused(this, UnusedOptions());
        if (Schedule == LearningRateSchedule.Triangular && PeakEpoch > Epochs)
        {
            Throw.OptionOutOfRange(nameof(PeakEpoch), PeakEpoch, $"at most the number of epochs, {Epochs}");
        }
    }

    private IEnumerable<UnusedOption> UnusedOptions()
    {
        if (Optimizer != OptimizerKind.Sgd)
        {
            yield return new(nameof(Momentum), $"{Optimizer} has moments of its own");
        }

        if (Schedule != LearningRateSchedule.Triangular)
        {
            yield return new(nameof(PeakEpoch), "only the triangular schedule has a peak");
        }
    }
}
