using System.Text.Json;
using DataWorth.Artifacts;
using DataWorth.Configuration;
using DataWorth.Evaluation.Reports.Evaluation;
using DataWorth.Evaluation.Retraining;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;
using Microsoft.ML;
using static TorchSharp.torch;

namespace DataWorth.Evaluation.Tasks.OwnData;

/// <summary>Classification of rows of one's own by a network that a file names.</summary>
internal sealed class OwnDataRetraining : ClassRetraining
{
    private const int Version = 1;

    private static readonly JsonSerializerOptions s_json = OptionsJson.Create(NetworkTable.Choices);

    private readonly LabelledRows _train;
    private readonly LabelledRows _queries;
    private readonly ModelOptions _network;
    private readonly string _variant;

    /// <summary>Makes the task.</summary>
    /// <param name="train">The training examples.</param>
    /// <param name="queries">The queries.</param>
    /// <param name="network">The network.</param>
    /// <param name="training">How it is trained.</param>
    /// <param name="variant">What its name ends in. Default nothing.</param>
    public OwnDataRetraining(LabelledRows train, LabelledRows queries, ModelOptions network, TrainingOptions training, string variant = "")
        : base(train.ToTensors(), queries.ToTensors(), train.Source.Classes, training)
    {
        (_train, _queries, _network, _variant) = (train, queries, network, variant);
        (TrainIds, QueryIds) = (train.Ids, queries.Ids);
    }

    /// <inheritdoc/>
    public override string Name => OwnDataTask.Description.Name + _variant;

    /// <inheritdoc/>
    public override IReadOnlyList<string> TrainIds { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> QueryIds { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<int> TrainLabels => _train.Labels;

    /// <inheritdoc/>
    public override IReadOnlyList<int> QueryLabels => _queries.Labels;

    /// <inheritdoc/>
    public override FingerprintBuilder Describe()
    {
        var key = new FingerprintBuilder()
            .Add("retraining version", Version)
            .Add("task", "own data")
            .Add("encoding", _train.Source.Encoding.ToJson())
            .Add("network", JsonSerializer.Serialize(_network, s_json))
            .Add("training", TaskTexts.Of(Training));
        if (_network is AssemblyOptions { Assembly: var path })
        {
            using var assembly = File.OpenRead(path);
            key.Add("assembly", assembly);
        }

        _train.AddTo(key, "training data");
        _queries.AddTo(key, "queries");
        return key;
    }

    /// <inheritdoc/>
    public override nn.Module<Tensor, Tensor> CreateModel() =>
        NetworkTable.Open(_network, _train.Source.ItemShape, _train.Source.Classes.Count).Network;

    /// <inheritdoc/>
    public override IDataView TrainView(MLContext mlContext) => View(mlContext, _train.Examples, _train.Width);

    /// <inheritdoc/>
    public override IDataView QueryView(MLContext mlContext) => View(mlContext, _queries.Examples, _queries.Width);

    /// <inheritdoc/>
    public override ExampleView ShowTraining(int row) => _train.Show(row);

    /// <inheritdoc/>
    public override ExampleView ShowQuery(int query) => _queries.Show(query);

    /// <inheritdoc/>
    public override RetrainingTask WithDuplicates(IReadOnlyList<int> rows) =>
        new OwnDataRetraining(_train, _train.Select(rows), _network, Training, "-duplicates");

    /// <inheritdoc/>
    public override (RetrainingTask Task, bool[] IsFlipped) WithFlippedLabels(double share, int seed)
    {
        var (rows, isFlipped) = _train.WithFlippedLabels(share, seed);
        return (new OwnDataRetraining(rows, _queries, _network, Training, "-mislabelled"), isFlipped);
    }
}
