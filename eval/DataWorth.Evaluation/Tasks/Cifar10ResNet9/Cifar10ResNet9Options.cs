using System.ComponentModel;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;

namespace DataWorth.Evaluation.Tasks.Cifar10ResNet9;

/// <summary>Options of ResNet-9 on CIFAR-10. The defaults are the literature's: full width, SGD of momentum 0.9, triangular rate up to 0.4
/// at epoch 5, weight decay 1e-3, batches of 512, 25 epochs.</summary>
public sealed record Cifar10ResNet9Options : TaskOptions
{
    /// <summary>The literature's values.</summary>
    public Cifar10ResNet9Options() =>
        Training = new()
        {
            Epochs = 25,
            BatchSize = 512,
            LearningRate = 0.4,
            Schedule = LearningRateSchedule.Triangular,
        };

    /// <summary>Shape of the network.</summary>
    [Description("The network.")]
    public ResNet9Options Network { get; init; } = new();
}
