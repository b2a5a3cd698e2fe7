using DataWorth.Evaluation.Retraining;
using DataWorth.Models.Data;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;
using DataWorth.Randomness;

namespace DataWorth.Evaluation.Tasks;

/// <summary>The tasks of the benchmarks, with the settings of the literature as defaults.</summary>
public static class BenchmarkTasks
{
    /// <summary>Fashion-MNIST with the perceptron 784-512-256-10 without biases: SGD of momentum 0.9, rate 0.03, weight decay 1e-3, batches
    /// of 64, 20 epochs.</summary>
    /// <param name="locator">Finds the data.</param>
    /// <param name="size">How many examples and queries. The first training images are used; queries are drawn from all test
    /// images.</param>
    /// <param name="network">Shape; null for the default.</param>
    /// <param name="training">How it is trained; null for the default.</param>
    /// <exception cref="DataUnavailableException">The data are nowhere.</exception>
    public static async Task<ClassificationRetraining> FashionMnistMlpAsync(
        DataLocator locator,
        TaskSize size,
        MlpOptions? network = null,
        TrainingOptions? training = null
    )
    {
        var train = await FashionMnist.LoadTrainingAsync(locator, size.TrainCount).ConfigureAwait(false);
        var test = await FashionMnist.LoadTestAsync(locator).ConfigureAwait(false);
        return Classification("fashion-mnist-mlp", train, test, size, network ?? new MlpOptions(), training ?? new TrainingOptions());
    }

    /// <summary>CIFAR-10 with ResNet-9: SGD of momentum 0.9, triangular rate up to 0.4 at epoch 5, weight decay 1e-3, batches of 512, 25
    /// epochs.</summary>
    /// <param name="locator">Finds the data.</param>
    /// <param name="size">How many examples and queries. The first training images are used; queries are drawn from all test
    /// images.</param>
    /// <param name="network">Shape; null for the full width.</param>
    /// <param name="training">How it is trained; null for the default.</param>
    /// <exception cref="DataUnavailableException">The data are nowhere.</exception>
    public static async Task<ClassificationRetraining> Cifar10ResNet9Async(
        DataLocator locator,
        TaskSize size,
        ResNet9Options? network = null,
        TrainingOptions? training = null
    )
    {
        var train = await Cifar10.LoadTrainingAsync(locator, size.TrainCount).ConfigureAwait(false);
        var test = await Cifar10.LoadTestAsync(locator).ConfigureAwait(false);
        return Classification("cifar10-resnet9", train, test, size, network ?? new ResNet9Options(), training ?? CifarTraining);
    }

    /// <summary>Drawn glyphs with a small perceptron: needs no files and trains in a fraction of a second.</summary>
    /// <param name="size">How many examples and queries.</param>
    /// <param name="network">Shape; null for 784-32-10.</param>
    /// <param name="training">How it is trained; null for 15 epochs in batches of 32.</param>
    public static ClassificationRetraining GlyphsMlp(TaskSize size, MlpOptions? network = null, TrainingOptions? training = null) =>
        Classification(
            "glyphs-mlp",
            Glyphs.CreateTraining(size.TrainCount),
            Glyphs.CreateTest(Math.Max(2000, size.QueryCount)),
            size,
            network ?? new MlpOptions { Widths = [784, 32, 10] },
            training ?? GlyphsTraining
        );

    /// <summary>How the small perceptron is trained on glyphs.</summary>
    public static TrainingOptions GlyphsTraining { get; } = new() { Epochs = 15, BatchSize = 32 };

    /// <summary>WikiText in blocks with a model of GPT-2's layout: AdamW of rate 1e-3, weight decay 1e-2, batches of 8, 8 epochs.</summary>
    /// <remarks>Training blocks are the first of the training articles of WikiText-103, queries are drawn from its validation text. Tokens
    /// are words.</remarks>
    /// <param name="locator">Finds the data.</param>
    /// <param name="size">How many blocks and queries.</param>
    /// <param name="blockLength">Tokens of a block.</param>
    /// <param name="network">Shape; its vocabulary size is an upper bound.</param>
    /// <param name="training">How it is trained; null for the default.</param>
    /// <exception cref="DataUnavailableException">The data are nowhere.</exception>
    public static async Task<LanguageModelRetraining> WikiTextGpt2Async(
        DataLocator locator,
        TaskSize size,
        int blockLength,
        Gpt2Options network,
        TrainingOptions? training = null
    )
    {
        var corpus = await WikiText.LoadAsync(locator, "wiki103.train.first154articles.tokens").ConfigureAwait(false);
        var validation = await WikiText.LoadAsync(locator, "wiki103.valid.tokens").ConfigureAwait(false);
        var vocabulary = WordVocabulary.Of(corpus.Documents.Select(document => document.Text), (int)network.VocabularySize);
        var train = TokenBlockDataset.Pack(corpus, vocabulary.Encode, blockLength, separator: null);
        var test = TokenBlockDataset.Pack(validation, vocabulary.Encode, blockLength, separator: null);
        size.Validate(test.Count);
        if (size.TrainCount > train.Count)
        {
            Throw.OutOfRange(nameof(size.TrainCount), size.TrainCount, $"at most the {train.Count} blocks of the training text");
        }

        TokenBlock[] blocks = [.. train.Rows.Take(size.TrainCount)],
            tests = [.. test.Rows];
        return new LanguageModelRetraining(
            "wikitext-gpt2",
            blocks,
            [.. new SeededRandom(size.QuerySeed).NextSubset(test.Count, size.QueryCount).Select(row => tests[row])],
            tokens => vocabulary.Decode(tokens),
            network with
            {
                VocabularySize = vocabulary.Words.Count,
                Positions = blockLength,
            },
            training ?? WikiTextTraining
        );
    }

    /// <summary>How the small model of GPT-2's layout is trained on WikiText.</summary>
    public static TrainingOptions WikiTextTraining { get; } =
        new()
        {
            Epochs = 8,
            BatchSize = 8,
            LearningRate = 1e-3,
            WeightDecay = 1e-2,
            Optimizer = OptimizerKind.AdamW,
        };

    /// <summary>How ResNet-9 is trained on CIFAR-10 in the literature.</summary>
    public static TrainingOptions CifarTraining { get; } =
        new()
        {
            Epochs = 25,
            BatchSize = 512,
            LearningRate = 0.4,
            Momentum = 0.9,
            WeightDecay = 1e-3,
            Schedule = LearningRateSchedule.Triangular,
            PeakEpoch = 5,
        };

    private static ClassificationRetraining Classification(
        string name,
        ImageDataset train,
        ImageDataset test,
        TaskSize size,
        NetworkOptions network,
        TrainingOptions training
    )
    {
        size.Validate(test.Count);
        var queries = test.Select(new SeededRandom(size.QuerySeed).NextSubset(test.Count, size.QueryCount));
        return new ClassificationRetraining(name, train, queries, network, training);
    }
}
