using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataWorth.Cli.Pipelines;

/// <summary>How the model is trained.</summary>
internal sealed record TrainingSection
{
    /// <summary>Passes over the training set.</summary>
    [Description("Passes over the training set.")]
    [Range(1, 1000)]
    public int Epochs { get; init; } = 20;

    /// <summary>Examples per step.</summary>
    [Description("Examples per step.")]
    [Range(1, 60000)]
    public int BatchSize { get; init; } = 64;

    /// <summary>Learning rate.</summary>
    [Description("Learning rate of SGD, constant.")]
    [Range(1e-8, 100.0)]
    public double LearningRate { get; init; } = 0.03;

    /// <summary>Momentum.</summary>
    [Description("Momentum of SGD.")]
    [Range(0.0, 0.9999)]
    public double Momentum { get; init; } = 0.9;

    /// <summary>Weight decay.</summary>
    [Description("Weight decay (L2) of SGD.")]
    [Range(0.0, 1.0)]
    public double WeightDecay { get; init; } = 0.001;

    /// <summary>Seed of the order of the examples.</summary>
    [Description("Seed of the order of the examples.")]
    [Range(0, int.MaxValue)]
    public int Seed { get; init; }
}
