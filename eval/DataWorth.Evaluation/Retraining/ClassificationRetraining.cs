using DataWorth.Artifacts;
using DataWorth.Evaluation.Reports.Evaluation;
using DataWorth.Evaluation.Reports.Images;
using DataWorth.Evaluation.Results;
using DataWorth.Evaluation.Tasks;
using DataWorth.Models.Data;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;
using DataWorth.Tasks;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DataWorth.Evaluation.Retraining;

/// <summary>Classification of images by a network of <see cref="Models"/>.</summary>
public sealed class ClassificationRetraining : RetrainingTask
{
    private const int Version = 1;
    private const int QueryBatch = 256;

    private readonly ImageDataset _queries;
    private readonly TrainingOptions _training;
    private readonly TensorDataset _trainTensors;
    private readonly TensorDataset _queryTensors;

    /// <summary>Makes the task.</summary>
    /// <param name="name">Name for people and file names.</param>
    /// <param name="train">The training examples.</param>
    /// <param name="queries">The queries.</param>
    /// <param name="network">Shape of the network.</param>
    /// <param name="training">How it is trained; seed and threads are set by each retraining.</param>
    public ClassificationRetraining(string name, ImageDataset train, ImageDataset queries, NetworkOptions network, TrainingOptions training)
    {
        training.Validate();
        Name = name;
        Images = train;
        Network = network;
        _queries = queries;
        _training = training with { Seed = 0, Threads = 1 };
        TrainIds = [.. Enumerable.Range(0, train.Count).Select(train.Id)];
        QueryIds = [.. Enumerable.Range(0, queries.Count).Select(queries.Id)];
        _trainTensors = TensorDataset.Of(train);
        _queryTensors = TensorDataset.Of(queries);
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
            .Add("training", TaskTexts.Of(_training))
            .Add("trainer", PerceptronTraining.CanTrain(Network, _training) ? "perceptron" : "autograd");

    /// <inheritdoc/>
    public override nn.Module<Tensor, Tensor> CreateModel() => Network.Create();

    /// <inheritdoc/>
    public override nn.Module<Tensor, Tensor> Train(MemberSet members, long seed, CancellationToken cancellationToken = default)
    {
        set_num_threads(1);
        var model = CreateModel();
        try
        {
            SeededInitialization.Apply(model, seed);
            var options = _training with { Seed = seed };
            using var data = _trainTensors.Subset(members.Rows);
            if (PerceptronTraining.CanTrain(Network, options))
            {
                PerceptronTraining.Train((Mlp)model, data, options, cancellationToken);
            }
            else
            {
                new Trainer(options).Train(model, data, null, cancellationToken);
            }

            model.eval();
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override QueryMeasurements Measure(nn.Module<Tensor, Tensor> model) =>
        QueryMeasuring.Measure(
            CreateAttributionTask(model),
            QueryIds,
            QueryBatch,
            TargetsPerQuery,
            (first, count) =>
                new Dictionary<string, Tensor>
                {
                    [nameof(ImageExample.Features)] = _queryTensors.Inputs.narrow(0, first, count).clone(),
                    [nameof(ImageExample.Label)] = _queryTensors.Targets.narrow(0, first, count).clone(),
                },
            nameof(ImageExample.Label)
        );

    /// <inheritdoc/>
    public override IReadOnlyList<QueryPrediction> Predict(nn.Module<Tensor, Tensor> model)
    {
        using var unused = no_grad();
        List<QueryPrediction> predictions = [];
        for (var first = 0; first < QueryIds.Count; first += QueryBatch)
        {
            using var scope = NewDisposeScope();
            var inputs = _queryTensors.Inputs.narrow(0, first, Math.Min(QueryBatch, QueryIds.Count - first));
            var (probabilities, classes) = model.call(inputs).softmax(-1).to_type(ScalarType.Float32).max(-1);
            predictions.AddRange(
                classes
                    .data<long>()
                    .ToArray()
                    .Zip(
                        probabilities.data<float>().ToArray(),
                        (label, probability) => new QueryPrediction(_queries.ClassNames[(int)label], probability)
                    )
            );
        }

        return predictions;
    }

    /// <inheritdoc/>
    public override AttributionTask CreateAttributionTask(nn.Module<Tensor, Tensor> model) =>
        new ClassificationTask(model, itemShape: [Images.Shape.Channels, Images.Shape.Height, Images.Shape.Width]);

    /// <inheritdoc/>
    public override IDataView TrainView(MLContext mlContext) => View(mlContext, Images);

    /// <inheritdoc/>
    public override IDataView QueryView(MLContext mlContext) => View(mlContext, _queries);

    /// <inheritdoc/>
    public override ExampleView ShowTraining(int row) => Show(Images, row);

    /// <inheritdoc/>
    public override ExampleView ShowQuery(int query) => Show(_queries, query);

    /// <inheritdoc/>
    public override RetrainingTask WithDuplicates(IReadOnlyList<int> rows) =>
        new ClassificationRetraining(Name + "-duplicates", Images, Images.Select(rows), Network, _training);

    /// <inheritdoc/>
    public override (RetrainingTask Task, bool[] IsFlipped) WithFlippedLabels(double share, int seed)
    {
        var flipped = Images.WithFlippedLabels(share, seed);
        return (
            new ClassificationRetraining(Name + "-mislabelled", flipped, _queries, Network, _training),
            [.. Enumerable.Range(0, flipped.Count).Select(flipped.IsFlipped)]
        );
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _trainTensors.Dispose();
        _queryTensors.Dispose();
    }

    private static ExampleView Show(ImageDataset images, int row) =>
        new(
            images.ClassNames[images.Labels[row]],
            ReportImage.OfPlanes(images.Shape.Width, images.Shape.Height, images.Shape.Channels, images.PixelsOf(row)),
            null
        );

    private static IDataView View(MLContext mlContext, ImageDataset images)
    {
        var schema = SchemaDefinition.Create(typeof(ImageExample));
        schema[nameof(ImageExample.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, images.Shape.Size);
        return mlContext.Data.LoadFromEnumerable(images.Rows, schema);
    }
}
