using DataWorth.Artifacts;
using DataWorth.Evaluation.Reports.Evaluation;
using DataWorth.Language.Corpora;
using DataWorth.Language.Networks;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;
using DataWorth.Tasks;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DataWorth.Evaluation.Retraining;

/// <summary>Next-token prediction on blocks of tokens by a model of GPT-2's layout.</summary>
public sealed class LanguageModelRetraining : RetrainingTask
{
    private const int Version = 1;
    private const int QueryBatch = 16;

    private readonly int[][] _train;
    private readonly int[][] _queries;
    private readonly string _data;
    private readonly Gpt2Options _network;
    private readonly TrainingOptions _training;
    private readonly TensorDataset _trainTensors;
    private readonly Func<int[], string> _decode;

    /// <summary>Makes the task.</summary>
    /// <param name="name">Name for people and file names.</param>
    /// <param name="train">Training blocks.</param>
    /// <param name="queries">Blocks that are asked about, of the same length.</param>
    /// <param name="decode">Text of some tokens, for people.</param>
    /// <param name="network">Shape of the network; dropout is switched off.</param>
    /// <param name="training">How it is trained; seed and threads are set by each retraining.</param>
    /// <exception cref="ArgumentException">The blocks differ in length.</exception>
    public LanguageModelRetraining(
        string name,
        IReadOnlyList<TokenBlock> train,
        IReadOnlyList<TokenBlock> queries,
        Func<int[], string> decode,
        Gpt2Options network,
        TrainingOptions training
    )
    {
        training.Validate();
        Name = name;
        _decode = decode;
        _network = network with { Dropout = 0, EmbeddingDropout = null, AttentionDropout = null };
        _training = training with { Seed = 0, Threads = 1 };
        _train = [.. train.Select(block => block.InputIds)];
        _queries = [.. queries.Select(block => block.InputIds)];
        BlockLength = _train[0].Length;
        if (_train.Concat(_queries).FirstOrDefault(tokens => tokens.Length != BlockLength) is { } other)
        {
            Throw.LengthsDiffer("tokens in a block", other.Length, "block", BlockLength);
        }

        TrainIds = [.. train.Select(block => block.Id)];
        QueryIds = [.. queries.Select(block => block.Id)];
        using var scope = NewDisposeScope();
        var tokens = Tokens(_train);
        _trainTensors = new TensorDataset(
            tokens.narrow(1, 0, BlockLength - 1).contiguous(),
            tokens.narrow(1, 1, BlockLength - 1).contiguous()
        );
        using var content = new MemoryStream();
        foreach (var token in _train.Concat(_queries).SelectMany(block => block))
        {
            content.Write(BitConverter.GetBytes(token));
        }

        _data = "sha256:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content.ToArray()));
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>Number of tokens T of a block.</summary>
    public int BlockLength { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> TrainIds { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> QueryIds { get; }

    /// <inheritdoc/>
    public override int TargetsPerQuery => BlockLength - 1;

    /// <inheritdoc/>
    public override ExampleView ShowTraining(int row) => new("", null, _decode(_train[row]));

    /// <inheritdoc/>
    public override ExampleView ShowQuery(int query) => new("", null, _decode(_queries[query]));

    /// <inheritdoc/>
    public override RetrainingTask WithDuplicates(IReadOnlyList<int> rows)
    {
        TokenBlock[] train = [.. TrainIds.Zip(_train, (id, tokens) => new TokenBlock { Id = id, InputIds = tokens })];
        return new LanguageModelRetraining(Name + "-duplicates", train, [.. rows.Select(row => train[row])], _decode, _network, _training);
    }

    /// <inheritdoc/>
    public override FingerprintBuilder Describe() =>
        new FingerprintBuilder()
            .Add("retraining version", Version)
            .Add("task", "language modelling")
            .Add("training blocks", _train.Length)
            .Add("query blocks", _queries.Length)
            .Add("block length", BlockLength)
            .Add("tokens", _data)
            .Add("network", TaskTexts.Of(_network))
            .Add("training", TaskTexts.Of(_training));

    /// <inheritdoc/>
    public override nn.Module<Tensor, Tensor> CreateModel() => _network.Create();

    /// <inheritdoc/>
    public override nn.Module<Tensor, Tensor> Train(MemberSet members, long seed, CancellationToken cancellationToken = default)
    {
        set_num_threads(1);
        var model = CreateModel();
        try
        {
            SeededInitialization.Apply(model, seed);
            using var data = _trainTensors.Subset(members.Rows);
            new Trainer(_training with { Seed = seed }).Train(model, data, null, cancellationToken);
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
            (first, count) => new Dictionary<string, Tensor> { [nameof(TokenBlock.InputIds)] = Tokens(_queries[first..(first + count)]) },
            nameof(TokenBlock.InputIds)
        );

    /// <inheritdoc/>
    public override AttributionTask CreateAttributionTask(nn.Module<Tensor, Tensor> model) =>
        new LanguageModelingTask(model, nameof(TokenBlock.InputIds));

    /// <inheritdoc/>
    public override IDataView TrainView(MLContext mlContext) => View(mlContext, TrainIds, _train);

    /// <inheritdoc/>
    public override IDataView QueryView(MLContext mlContext) => View(mlContext, QueryIds, _queries);

    /// <inheritdoc/>
    public override void Dispose() => _trainTensors.Dispose();

    private Tensor Tokens(int[][] blocks) =>
        tensor([.. blocks.SelectMany(block => block.Select(token => (long)token))], [blocks.Length, BlockLength]);

    private IDataView View(MLContext mlContext, IReadOnlyList<string> ids, int[][] blocks)
    {
        var schema = SchemaDefinition.Create(typeof(TokenBlock));
        schema[nameof(TokenBlock.InputIds)].ColumnType = new VectorDataViewType(NumberDataViewType.Int32, BlockLength);
        return mlContext.Data.LoadFromEnumerable(ids.Zip(blocks, (id, tokens) => new TokenBlock { Id = id, InputIds = tokens }), schema);
    }
}
