using DataWorth.Models.Training;
using static TorchSharp.torch;

namespace DataWorth.Models.Tests.Training;

/// <summary>Batch normalisation needs two rows in every step.</summary>
public class BatchNormTrainingTests
{
    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 2,
        BatchSize = 8,
        LearningRate = 0.05,
        Seed = 3,
    };

    [Theory]
    [InlineData(9, 1)]
    [InlineData(17, 2)]
    [InlineData(18, 3)]
    public void ALastStepOfOneRow_IsJoinedWithTheOneBefore(int rows, int steps)
    {
        using var network = WithNorm();
        using var data = Rows(rows);
        var result = new Trainer(s_options).Train(network, data);
        Assert.Equal(2L * steps, result.Steps);
        Assert.All(network.state_dict().Values, values => Assert.True(values.isfinite().all().item<bool>()));
    }

    [Fact]
    public void NetworksWithoutBatchNormalisation_KeepTheirLastStep()
    {
        using var network = nn.Sequential(("0", nn.Linear(4, 3)));
        using var data = Rows(17);
        Assert.Equal(6, new Trainer(s_options).Train(network, data).Steps);
    }

    [Theory]
    [InlineData(
        2,
        1,
        "Batch normalisation '1' needs two rows or more in every step of the training, but option 'training.batch-size' is 1."
    )]
    [InlineData(
        1,
        8,
        "Batch normalisation '1' needs two rows or more in every step of the training, but there is one row of training data."
    )]
    public void StepsOfOneRow_AreRefusedBeforeTheTraining(int rows, int batchSize, string message)
    {
        using var network = WithNorm();
        using var data = Rows(rows);
        var error = Assert.Throws<ArgumentException>(() => new Trainer(s_options with { BatchSize = batchSize }).Train(network, data));
        Assert.StartsWith(message, error.Message);
    }

    [Fact]
    public void WeightsThatTheLastStepMadeInfinite_AreSaidRightAfterTheTraining()
    {
        using var network = nn.Sequential(("0", nn.Linear(4, 3)));
        using var data = Rows(8, scale: 1e30f);
        var error = Assert.Throws<TrainingDivergedException>(() =>
            new Trainer(s_options with { Epochs = 1, LearningRate = 1e20 }).Train(network, data)
        );
        Assert.StartsWith("The training left numbers in '0.weight' of the network that are not finite (last loss ", error.Message);
        Assert.Contains("learning rate 1E+20). Try a smaller learning rate", error.Message);
    }

    private static nn.Module<Tensor, Tensor> WithNorm() =>
        nn.Sequential(("0", nn.Linear(4, 5)), ("1", nn.BatchNorm1d(5)), ("2", nn.ReLU()), ("3", nn.Linear(5, 3)));

    private static TensorDataset Rows(int count, float scale = 1)
    {
        using var generator = new Generator();
        generator.manual_seed(5);
        return new(randn([count, 4], generator: generator).mul_(scale), arange(count, ScalarType.Int64).remainder(3));
    }
}
