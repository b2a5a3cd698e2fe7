using DataWorth.Artifacts;
using DataWorth.Evaluation.Reports.Evaluation;
using DataWorth.Evaluation.Reports.Images;
using DataWorth.Evaluation.Tasks;
using DataWorth.Models.Data;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;
using Microsoft.ML;
using static TorchSharp.torch;

namespace DataWorth.Evaluation.Retraining;

/// <summary>Classification of images by a network of <see cref="Models"/>.</summary>
public sealed class ClassificationRetraining : ClassRetraining
{
    private const int Version = 1;

    private readonly ImageDataset _queries;

    /// <summary>Makes the task.</summary>
    /// <param name="name">Name for people and file names.</param>
    /// <param name="train">The training examples.</param>
    /// <param name="queries">The queries.</param>
    /// <param name="network">Shape of the network.</param>
    /// <param name="training">How it is trained; seed and threads are set by each retraining.</param>
    public ClassificationRetraining(string name, ImageDataset train, ImageDataset queries, NetworkOptions network, TrainingOptions training)
        : base(TensorDataset.Of(train), TensorDataset.Of(queries), queries.ClassNames, training)
    {
        Name = name;
        Images = train;
        Network = network;
        _queries = queries;
        TrainIds = [.. Enumerable.Range(0, train.Count).Select(train.Id)];
        QueryIds = [.. Enumerable.Range(0, queries.Count).Select(queries.Id)];
    }

    /// <summary>Makes the task of a benchmark: queries are drawn from its test images.</summary>
    /// <param name="name">Name for people and file names.</param>
    /// <param name="train">The training examples.</param>
    /// <param name="test">The test images.</param>
    /// <param name="options">Number of queries, and how the network is trained.</param>
    /// <param name="network">Shape of the network.</param>
    public static ClassificationRetraining Of(
        string name,
        ImageDataset train,
        ImageDataset test,
        TaskOptions options,
        NetworkOptions network
    ) => new(name, train, test.Select(options.DrawQueries(test.Count)), network, options.Training);

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>The training images.</summary>
    public ImageDataset Images { get; }

    /// <summary>Shape of the network.</summary>
    public NetworkOptions Network { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> TrainIds { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> QueryIds { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<int> TrainLabels => Images.Labels.ToArray();

    /// <inheritdoc/>
    public override IReadOnlyList<int> QueryLabels => _queries.Labels.ToArray();

    /// <inheritdoc/>
    public override FingerprintBuilder Describe() =>
        new FingerprintBuilder()
            .Add("retraining version", Version)
            .Add("task", "classification")
            .Add("training data", Images.Fingerprint)
            .Add("queries", _queries.Fingerprint)
            .Add("query ids", string.Join(' ', QueryIds))
            .Add("normalization", TaskTexts.Of([.. Images.Normalization.Mean, .. Images.Normalization.StandardDeviation]))
            .Add("network", TaskTexts.Of(Network))
            .Add("training", TaskTexts.Of(Training))
            .Add("trainer", PerceptronTraining.CanTrain(Network, Training) ? "perceptron" : "autograd");

    /// <inheritdoc/>
    public override nn.Module<Tensor, Tensor> CreateModel() => Network.Create();

    /// <inheritdoc/>
    public override IDataView TrainView(MLContext mlContext) => View(mlContext, Images.Rows, Images.Shape.Size);

    /// <inheritdoc/>
    public override IDataView QueryView(MLContext mlContext) => View(mlContext, _queries.Rows, _queries.Shape.Size);

    /// <inheritdoc/>
    public override ExampleView ShowTraining(int row) => Show(Images, row);

    /// <inheritdoc/>
    public override ExampleView ShowQuery(int query) => Show(_queries, query);

    /// <inheritdoc/>
    public override RetrainingTask WithDuplicates(IReadOnlyList<int> rows) =>
        new ClassificationRetraining(Name + "-duplicates", Images, Images.Select(rows), Network, Training);

    /// <inheritdoc/>
    public override (RetrainingTask Task, bool[] IsFlipped) WithFlippedLabels(double share, int seed)
    {
        var flipped = Images.WithFlippedLabels(share, seed);
        return (
            new ClassificationRetraining(Name + "-mislabelled", flipped, _queries, Network, Training),
            [.. Enumerable.Range(0, flipped.Count).Select(flipped.IsFlipped)]
        );
    }

    private static ExampleView Show(ImageDataset images, int row) =>
        new(
            images.ClassNames[images.Labels[row]],
            ReportImage.OfPlanes(images.Shape.Width, images.Shape.Height, images.Shape.Channels, images.PixelsOf(row)),
            null
        );
}
