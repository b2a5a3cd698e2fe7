using DataWorth.Models.Data;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;
using DataWorth.Tests;

namespace DataWorth.Models.Tests.Training;

public class RealDataTrainingTests
{
    [DataFact("fashion-mnist")]
    public void ThePerceptron_LearnsFashionMnist()
    {
        var directory = SharedData.Locate("fashion-mnist");
        ImageDataset Read(string split, string prefix, int count) =>
            FashionMnist.Read(
                split,
                Path.Combine(directory, prefix + "-images-idx3-ubyte.gz"),
                Path.Combine(directory, prefix + "-labels-idx1-ubyte.gz"),
                count
            );
        using var training = TensorDataset.Of(Read("train", "train", 6000));
        using var test = TensorDataset.Of(Read("test", "t10k", 2000));
        Assert.Equal([6000L, 1, 28, 28], training.Inputs.shape);
        using var network = new Mlp();
        SeededInitialization.Apply(network, 0);
        var result = new Trainer(new TrainingOptions { Epochs = 4 }).Train(network, training);
        Assert.True(result.Accuracy > 0.85, $"{result}");
        // Linear models reach about 0.80 with 6,000 rows.
        Assert.True(Evaluator.Evaluate(network, test).Accuracy > 0.82);
    }
}
