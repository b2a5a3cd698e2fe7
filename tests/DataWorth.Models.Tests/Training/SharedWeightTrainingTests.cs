using DataWorth.Models.Training;
using static TorchSharp.torch;

namespace DataWorth.Models.Tests.Training;

/// <summary>A weight that two modules share is one parameter of the optimizer.</summary>
public sealed class SharedWeightTrainingTests
{
    [Theory]
    [InlineData(OptimizerKind.Sgd)]
    [InlineData(OptimizerKind.AdamW)]
    public void SharedWeight_IsSteppedOnce(OptimizerKind kind)
    {
        var options = new TrainingOptions
        {
            Epochs = 1,
            BatchSize = 4,
            LearningRate = 0.05,
            Optimizer = kind,
        };
        using var model = Tied();
        using var data = new TensorDataset(tensor(new long[] { 0, 1, 2, 3 }), tensor(new long[] { 1, 2, 3, 4 }));
        new Trainer(options).Train(model, data);

        using var expected = Tied();
        using var scope = NewDisposeScope();
        var weight = expected.parameters().First();
        using optim.Optimizer optimizer =
            kind == OptimizerKind.Sgd
                ? optim.SGD([weight], options.RateAt(0, 1), momentum: options.Momentum, weight_decay: options.WeightDecay)
                : optim.AdamW([weight], options.RateAt(0, 1), weight_decay: options.WeightDecay);
        nn.functional.cross_entropy(expected.call(data.Inputs), data.Targets).backward();
        optimizer.step();
        Assert.True(allclose(weight, model.parameters().First(), rtol: 1e-5, atol: 1e-7));
    }

    private static nn.Module<Tensor, Tensor> Tied()
    {
        var table = nn.Embedding(5, 3);
        using (no_grad())
        {
            table.weight!.copy_(arange(15, dtype: ScalarType.Float32).sin().reshape(5, 3));
        }

        var head = nn.Linear(3, 5, hasBias: false);
        head.weight = table.weight!;
        return nn.Sequential(("table", table), ("head", head));
    }
}
