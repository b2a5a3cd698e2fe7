using DataWorth.Evaluation.Retraining;
using DataWorth.Models.Data;

namespace DataWorth.Evaluation.Tasks.FashionMnistMlp;

/// <summary>Fashion-MNIST with a perceptron.</summary>
public static class FashionMnistMlpTask
{
    /// <summary>The row of the table.</summary>
    public static TaskDescription Description { get; } =
        TaskDescription.Of<FashionMnistMlpOptions>(
            "fashion-mnist-mlp",
            "Fashion-MNIST, a perceptron",
            [FashionMnist.TrainingImages, FashionMnist.TrainingLabels, FashionMnist.TestImages, FashionMnist.TestLabels],
            CreateAsync
        );

    private static async Task<RetrainingTask> CreateAsync(FashionMnistMlpOptions options, DataLocator locator)
    {
        var train = await FashionMnist.LoadTrainingAsync(locator, options.TrainCount).ConfigureAwait(false);
        var test = await FashionMnist.LoadTestAsync(locator).ConfigureAwait(false);
        return ClassificationRetraining.Of(Description.Name, train, test, options, options.Network);
    }
}
