using DataWorth.Evaluation.Retraining;
using DataWorth.Models.Data;

namespace DataWorth.Evaluation.Tasks.Cifar10ResNet9;

/// <summary>CIFAR-10 with ResNet-9.</summary>
public static class Cifar10ResNet9Task
{
    /// <summary>The row of the table.</summary>
    public static TaskDescription Description { get; } =
        TaskDescription.Of<Cifar10ResNet9Options>(
            "cifar10-resnet9",
            "CIFAR-10, ResNet-9",
            [Cifar10.TrainingBatches[0], Cifar10.TestBatch],
            CreateAsync
        );

    private static async Task<RetrainingTask> CreateAsync(Cifar10ResNet9Options options, DataLocator locator)
    {
        var train = await Cifar10.LoadTrainingAsync(locator, options.TrainCount).ConfigureAwait(false);
        var test = await Cifar10.LoadTestAsync(locator).ConfigureAwait(false);
        return ClassificationRetraining.Of(Description.Name, train, test, options, options.Network);
    }
}
