using DataWorth.Language.Networks;
using DataWorth.Models.Data;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;
using DataWorth.Tests;
using static TorchSharp.torch;

namespace DataWorth.Models.Tests.Training;

/// <summary>Targets that do not count, targets that cannot be, and losses that are not finite.</summary>
public sealed class TargetsTests
{
    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 2,
        BatchSize = 4,
        LearningRate = 0.05,
        Seed = 3,
    };

    private static readonly Gpt2Options s_gpt2 = new()
    {
        VocabularySize = 7,
        Positions = 4,
        Width = 4,
        Layers = 1,
        Heads = 1,
        Dropout = 0,
    };

    [Fact]
    public void ABatchWhoseTargetsAreAllIgnored_IsAStepThatChangesNothing()
    {
        using var data = Classes(12);
        var order = EpochOrder.Shuffle(data.Rows, 3, 0);
        using (no_grad())
        {
            foreach (var row in order.AsSpan(4, 4))
            {
                data.Targets[row].fill_(-100);
            }
        }

        using var trained = TrainerTests.NewNetwork();
        using var expected = TrainerTests.NewNetwork();
        var result = new Trainer(s_options with { Epochs = 1 }).Train(trained, data);
        Assert.Equal(3, result.Steps);

        using var scope = NewDisposeScope();
        using var optimizer = optim.SGD(expected.parameters(), 0.05, momentum: 0.9, weight_decay: 1e-3);
        var losses = new List<double>();
        foreach (var rows in (long[][])[order[..4], order[8..]])
        {
            optimizer.zero_grad();
            var loss = nn.functional.cross_entropy(
                expected.call(data.Inputs.index_select(0, tensor(rows))),
                data.Targets.index_select(0, tensor(rows))
            );
            losses.Add(loss.item<float>());
            loss.backward();
            optimizer.step();
        }

        Assert.Equal(TrainerTests.Weights(expected), TrainerTests.Weights(trained));
        // The mean over the targets that count.
        Assert.Equal(losses.Average(), result.Loss, 1e-6);
        Assert.InRange(result.Accuracy, 0, 1);
    }

    [Fact]
    public void IgnoredTargetsOfClasses_AreLeftOutOfLossAndAccuracy()
    {
        using var network = TrainerTests.NewNetwork();
        using var data = Classes(12);
        using var counted = data.Subset(Enumerable.Range(0, 8));
        var expected = Evaluator.Evaluate(network, counted);
        using (no_grad())
        {
            data.Targets.narrow(0, 8, 4).fill_(-100);
        }

        foreach (var batchSize in (int[])[1, 3, 12])
        {
            var found = Evaluator.Evaluate(network, data, batchSize);
            Assert.Equal((8, expected.Accuracy), (found.Targets, found.Accuracy));
            Assert.Equal(expected.Loss, found.Loss, 1e-6);
        }
    }

    [Fact]
    public void DataWithoutAnyTargetThatCounts_AreRefused()
    {
        using var network = TrainerTests.NewNetwork();
        using var data = Classes(5);
        using (no_grad())
        {
            data.Targets.fill_(-100);
        }

        Refused(
            network,
            data,
            "None of the 5 rows has a target that counts: all are -100. Check how the targets are made, or leave the rows out."
        );
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    [InlineData(-101)]
    public void ALabelThatIsNoClass_IsRefusedWithItsRow(long label)
    {
        using var network = TrainerTests.NewNetwork();
        using var data = Classes(9);
        using (no_grad())
        {
            data.Targets[7].fill_(label);
        }

        Refused(
            network,
            data,
            $"Row 'item-7' has the target {label}, but the network has 3 classes (0 to 2; -100 does not count). Correct the targets, "
                + "or create the network with more classes."
        );
        // Rows that are not asked for may have any.
        using var subset = data.Subset(Enumerable.Range(0, 7));
        new Trainer(s_options).Train(network, subset);
    }

    [Fact]
    public void ATokenThatIsNoTarget_IsRefusedWithItsPosition()
    {
        using var network = new Gpt2(s_gpt2);
        using var data = TrainerTests.Tokens();
        using (no_grad())
        {
            data.Targets[1][2].fill_(7);
        }

        Refused(
            network,
            data,
            "Row '1' has the target 7 at position 2, but the network has 7 classes (0 to 6; -100 does not count). Correct the targets, or "
                + "create the network with more classes."
        );
    }

    [Theory]
    [InlineData(7)]
    [InlineData(-1)]
    public void ATokenOutsideTheVocabulary_IsRefusedWithItsRow(long token)
    {
        using var network = new Gpt2(s_gpt2);
        using var data = TrainerTests.Tokens();
        using (no_grad())
        {
            data.Inputs[2][1].fill_(token);
        }

        Refused(
            network,
            data,
            $"Row '2' has the token {token} at position 1, but the vocabulary has 7 tokens (0 to 6). Encode the text with the "
                + "tokenizer of the model."
        );
        var error = Assert.Throws<ArgumentException>(() => network.call(data.Inputs.narrow(0, 1, 2)));
        Assert.StartsWith(
            $"Row 1 of the batch has the token {token} at position 1, but the vocabulary has 7 tokens (0 to 6). Encode",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void TokensThatAreNoIntegers_AreRefused()
    {
        using var network = new Gpt2(s_gpt2);
        using var tokens = zeros([1, 3]);
        Assert.StartsWith(
            "Expected tokens of type Int64, got Float32.",
            Assert.Throws<ArgumentException>(() => network.call(tokens)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void InputsOfAnotherShape_AreRefused()
    {
        using var mlp = TrainerTests.NewNetwork();
        using var vectors = zeros([2, 5]);
        Assert.StartsWith(
            "Expected inputs of 4 numbers each, got the shape [2, 5].",
            Assert.Throws<ArgumentException>(() => mlp.call(vectors)).Message,
            StringComparison.Ordinal
        );
        using var resNet = new ResNet9(new ResNet9Options { WidthFactor = 1 / 32.0 });
        using var grey = zeros([2, 1, 32, 32]);
        Assert.StartsWith(
            "Expected images [B, 3, H, W] with sides of at least 11, got the shape [2, 1, 32, 32].",
            Assert.Throws<ArgumentException>(() => resNet.call(grey)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void TargetsOfAnotherShapeOrType_AreRefused()
    {
        using var network = TrainerTests.NewNetwork();
        using var wide = new TensorDataset(zeros([4, 4]), zeros([4, 2], ScalarType.Int64));
        Refused(
            network,
            wide,
            "The network gives logits of shape [4, 3], which need targets of shape [4], got [4, 2]. Give one class for each row of logits."
        );
        using var real = new TensorDataset(zeros([4, 4]), zeros([4]));
        Refused(network, real, "Expected targets of type Int64, got Float32. Convert the classes to Int64.");
    }

    [Fact]
    public void ALossThatIsNotFinite_NamesTheStepAndTheRows()
    {
        using var network = TrainerTests.NewNetwork();
        using var data = Classes(12);
        var row = EpochOrder.Shuffle(data.Rows, 3, 0)[9];
        using (no_grad())
        {
            data.Inputs[row].fill_(float.NaN);
        }

        var error = Assert.Throws<TrainingDivergedException>(() => new Trainer(s_options).Train(network, data));
        Assert.Equal(3, error.Step);
        Assert.EndsWith($"in the data. Rows of the step whose loss is not finite: 'item-{row}'.", error.Message, StringComparison.Ordinal);
        var evaluation = Assert.Throws<TrainingDivergedException>(() => Evaluator.Evaluate(network, data));
        Assert.Equal(
            $"The loss is not finite for rows 'item-{row}'. Look for values that are not finite in the data and in the weights of the "
                + "network.",
            evaluation.Message
        );
        Assert.Equal(0, evaluation.Step);

        using (no_grad())
        {
            data.Inputs.fill_(float.PositiveInfinity);
        }

        Assert.EndsWith(
            "and 1 more.",
            Assert.Throws<TrainingDivergedException>(() => new Trainer(s_options).Train(network, data)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void ImagesAndBlocks_AreNamedByTheirIds()
    {
        var images = Glyphs.CreateTraining(3);
        using var network = new Mlp(new MlpOptions { Widths = [784, 4, 9] });
        using var data = TensorDataset.Of(
            new ImageDataset(
                "set",
                "train",
                images.Shape,
                images.ClassNames,
                images.Normalization,
                images.Provenance,
                images.Pixels,
                [1, 9, 2]
            ).Select([2, 1])
        );
        Assert.StartsWith(
            "Row 'train-00001' has the target 9, but the network has 9 classes",
            Assert.Throws<ArgumentException>(() => Evaluator.Evaluate(network, data)).Message,
            StringComparison.Ordinal
        );
    }

    private static void Refused(nn.Module<Tensor, Tensor> network, TensorDataset data, string message)
    {
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => new Trainer(s_options).Train(network, data)).Message);
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => Evaluator.Evaluate(network, data)).Message);
    }

    private static TensorDataset Classes(int count) =>
        new(Reference.Irregular(count, 4), tensor([.. Enumerable.Range(0, count).Select(row => (long)(row % 3))]), row => $"item-{row}");
}
