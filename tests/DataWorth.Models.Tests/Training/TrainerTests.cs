using DataWorth.Language.Networks;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace DataWorth.Models.Tests.Training;

public class TrainerTests
{
    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 3,
        BatchSize = 8,
        LearningRate = 0.05,
        Seed = 3,
    };

    [Fact]
    public void TheSameSeed_GivesBitIdenticalWeights_AndAnotherOrderDoesNot()
    {
        Assert.Equal(Train(s_options), Train(s_options));
        Assert.NotEqual(Train(s_options), Train(s_options with { Seed = 4 }));

        static float[] Train(TrainingOptions options)
        {
            using var network = NewNetwork();
            using var data = Blobs(50);
            new Trainer(options).Train(network, data);
            return Weights(network);
        }
    }

    [Fact]
    public void NetworkWithoutGradients_IsASentence()
    {
        using Detached network = new();
        using var data = Blobs(8);
        var error = Assert.Throws<InvalidOperationException>(() => new Trainer(s_options).Train(network, data));
        Assert.StartsWith("The outputs of 'Detached' have no gradient by its weights.", error.Message, StringComparison.Ordinal);
    }

    private sealed class Detached : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> _network = NewNetwork();

        public Detached()
            : base(nameof(Detached)) => RegisterComponents();

        public override Tensor forward(Tensor input) => _network.call(input).detach();
    }

    [Theory]
    [InlineData(OptimizerKind.Sgd)]
    [InlineData(OptimizerKind.AdamW)]
    public void OneEpoch_EqualsALoopWrittenByHand(OptimizerKind kind)
    {
        var options = s_options with { Epochs = 1, Optimizer = kind, Schedule = LearningRateSchedule.LinearDecay };
        using var data = Blobs(20);
        using var trained = NewNetwork();
        using var expected = NewNetwork();
        new Trainer(options).Train(trained, data);

        using var scope = NewDisposeScope();
        var order = EpochOrder.Shuffle(data.Rows, options.Seed, 0);
        using optim.Optimizer optimizer =
            kind == OptimizerKind.Sgd
                ? optim.SGD(expected.parameters(), 1, momentum: 0.9, weight_decay: 1e-3)
                : optim.AdamW(expected.parameters(), 1, weight_decay: 1e-3);
        for (var step = 0; step < 3; step++)
        {
            var rows = order.Skip(8 * step).Take(8).ToArray();
            var inputs = stack(rows.Select(row => data.Inputs[row]).ToArray());
            var targets = tensor(rows.Select(row => data.Targets[row].item<long>()).ToArray());
            foreach (var group in optimizer.ParamGroups)
            {
                group.LearningRate = 0.05 * (1 - step / 3.0);
            }

            optimizer.zero_grad();
            nn.functional.cross_entropy(expected.call(inputs), targets).backward();
            optimizer.step();
        }
        Assert.Equal(Weights(expected), Weights(trained));
    }

    [Fact]
    public void Training_LearnsSeparableData_AndReportsIt()
    {
        using var network = NewNetwork();
        using var data = Blobs(200);
        var reports = new List<TrainingProgress>();
        var result = new Trainer(s_options with { Epochs = 10 }).Train(network, data, new Direct(reports.Add));
        Assert.Equal(250, result.Steps);
        Assert.True(result.Accuracy > 0.95 && result.Loss < 0.2, $"{result}");
        var measured = Evaluator.Evaluate(network, data, batchSize: 33);
        Assert.Equal(200, measured.Targets);
        Assert.True(measured.Accuracy > 0.95);
        Assert.False(network.training);
        Assert.Equal(Enumerable.Range(1, 10), reports.Select(report => report.Epoch).Distinct());
        var last = reports[^1];
        Assert.Equal((10, 10, 250L, 250L), (last.Epoch, last.Epochs, last.Step, last.Steps));
        Assert.Equal(result.Loss, last.Loss);
        Assert.Equal(TimeSpan.Zero, last.Remaining);
        Assert.True(last.ExamplesPerSecond > 0);
    }

    [Fact]
    public void Evaluation_DoesNotDependOnTheBatchSize_AndKeepsTheMode()
    {
        using var network = NewNetwork();
        using var data = Blobs(30);
        network.train();
        var one = Evaluator.Evaluate(network, data, batchSize: 1);
        var all = Evaluator.Evaluate(network, data, batchSize: 30);
        Assert.Equal(one.Loss, all.Loss, 1e-6);
        Assert.Equal(one.Accuracy, all.Accuracy);
        Assert.True(network.training);
    }

    [Fact]
    public void TokensThatDoNotCount_AreLeftOut()
    {
        using var network = new Gpt2(
            new Gpt2Options
            {
                VocabularySize = 7,
                Positions = 4,
                Width = 4,
                Layers = 1,
                Heads = 1,
            }
        );
        SeededInitialization.Apply(network, 1);
        using var data = Tokens();
        var result = Evaluator.Evaluate(network, data, batchSize: 2);
        Assert.Equal(3 * 4 - 2, result.Targets);
        // Untrained: near the uniform distribution.
        Assert.Equal(Math.Log(7), result.Loss, 0.05);
    }

    [Fact]
    public void Cancellation_StopsBetweenSteps_AndKeepsTheLastWholeStep()
    {
        using var network = NewNetwork();
        using var data = Blobs(50);
        using var source = new CancellationTokenSource();
        long steps = 0;
        var error = Assert.Throws<OperationCanceledException>(() =>
            new Trainer(s_options, new StoppedClock()).Train(
                network,
                data,
                new Direct(report =>
                {
                    steps = report.Step;
                    source.Cancel();
                }),
                source.Token
            )
        );
        Assert.Equal(source.Token, error.CancellationToken);
        Assert.False(network.training);
        Assert.Equal(7, steps); // the first report is at the end of the first epoch, because no time goes by

        using var shorter = NewNetwork();
        new Trainer(s_options with { Epochs = 1 }).Train(shorter, data);
        Assert.Equal(Weights(shorter), Weights(network));
    }

    [Fact]
    public void ALossThatIsNotFinite_SaysWhereAndWhatToDo()
    {
        using var network = NewNetwork();
        using var data = Blobs(24);
        using (no_grad())
        {
            data.Inputs[EpochOrder.Shuffle(data.Rows, 3, 0)[9]].fill_(float.NaN);
        }

        var error = Assert.Throws<TrainingDivergedException>(() => new Trainer(s_options).Train(network, data));
        Assert.Equal(2, error.Step);
        Assert.True(double.IsFinite(error.LastLoss));
        Assert.StartsWith("The loss became NaN in epoch 1, step 2 (last finite loss ", error.Message);
        Assert.Contains(
            "learning rate 0.05). Try a smaller learning rate, or look for values that are not finite in the data. Rows",
            error.Message
        );
    }

    [Fact]
    public void Training_LeavesNoLiveTensors()
    {
        using var network = NewNetwork();
        using var data = Blobs(30);
        DisposeScopeManager.Statistics.Reset();
        new Trainer(s_options).Train(network, data);
        Evaluator.Evaluate(network, data);
        Assert.Equal(0, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void ASubset_SharesMemory_AndTrainsAsACopyOfItsRows()
    {
        using var all = Blobs(40);
        using var subset = all.Subset([.. Enumerable.Range(0, 20).Select(index => 2 * index + 1)]);
        using var nested = subset.Subset([0, 3, 3]);
        Assert.Same(all.Inputs, subset.Inputs);
        Assert.Equal([1L, 7, 7], nested.Rows.ToArray());
        using var copy = new TensorDataset(
            all.Inputs.index_select(0, tensor(subset.Rows.ToArray())),
            all.Targets.index_select(0, tensor(subset.Rows.ToArray()))
        );
        using var first = NewNetwork();
        using var second = NewNetwork();
        new Trainer(s_options).Train(first, subset);
        new Trainer(s_options).Train(second, copy);
        Assert.Equal(Weights(first), Weights(second));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => subset.Subset([20]));
        Assert.StartsWith("Row 20 is not in the data set, which has 20 rows.", error.Message);
    }

    [Fact]
    public void WrongData_IsRefused()
    {
        using var network = NewNetwork();
        using var data = Blobs(5);
        using var none = data.Subset([]);
        Assert.StartsWith(
            "There are no rows to train on.",
            Assert.Throws<ArgumentException>(() => new Trainer(s_options).Train(network, none)).Message
        );
        using var inputs = zeros([3, 2]);
        using var targets = zeros([2], ScalarType.Int64);
        Assert.StartsWith(
            "There are 3 inputs, but 2 targets.",
            Assert.Throws<ArgumentException>(() => new TensorDataset(inputs, targets)).Message
        );
    }

    internal static Mlp NewNetwork()
    {
        var network = new Mlp(new MlpOptions { Widths = [4, 8, 3], HasBias = true });
        SeededInitialization.Apply(network, 11);
        return network;
    }

    // Three clusters around the corners of a simplex.
    private static TensorDataset Blobs(int count)
    {
        var (inputs, targets) = (new float[4 * count], new long[count]);
        for (var row = 0; row < count; row++)
        {
            targets[row] = row % 3;
            for (var column = 0; column < 4; column++)
            {
                inputs[4 * row + column] = (column == row % 3 ? 2 : 0) + 0.5f * MathF.Sin(7.3f * (4 * row + column) + row);
            }
        }
        return new TensorDataset(tensor(inputs, [count, 4]), tensor(targets));
    }

    internal static TensorDataset Tokens() =>
        new(
            tensor(new long[] { 1, 2, 3, 4, 2, 3, 4, 5, 6, 0, 0, 0 }, [3, 4]),
            tensor(new long[] { 2, 3, 4, 5, 3, 4, 5, 6, 1, 2, -100, -100 }, [3, 4])
        );

    internal static float[] Weights(nn.Module network)
    {
        using var vector = nn.utils.parameters_to_vector(network.parameters());
        using var detached = vector.detach();
        return detached.data<float>().ToArray();
    }

    private sealed class Direct(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }
}
