using DataWorth.Artifacts;
using DataWorth.Configuration;
using DataWorth.Methods;
using DataWorth.Projections;
using DataWorth.Randomness;
using DataWorth.Stages;
using DataWorth.Tasks;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Tests.Methods;

/// <summary>A model on which every option can act: a convolution (several positions), a normalisation, linear layers, biases.</summary>
public sealed class OptionProblem : IDisposable
{
    private const int Inputs = 12;

    private readonly MLContext _mlContext = new(seed: 0);
    private readonly nn.Module<Tensor, Tensor> _model;
    private readonly MemoryArtifactStore _store = new();
    private readonly IDataView _train;
    private readonly IDataView _queries;

    public OptionProblem()
    {
        _model = nn.Sequential(
            ("image", nn.Unflatten(1, [1, 3, 4])),
            ("conv", nn.Conv2d(1, 3, 2L)),
            ("relu0", nn.ReLU()),
            ("flat", nn.Flatten()),
            ("fc1", nn.Linear(18, 5)),
            ("norm", nn.LayerNorm(5)),
            ("relu1", nn.ReLU()),
            ("fc2", nn.Linear(5, 6)),
            ("relu2", nn.ReLU()),
            ("fc3", nn.Linear(6, 4))
        );
        _model.to(ScalarType.Float64);
        var random = new SeededRandom(5);
        using (no_grad())
        {
            foreach (var (_, parameter) in _model.named_parameters())
            {
                using var values = Draw(random, 1, (int)parameter.numel());
                parameter.copy_(values.mul_(0.7).view(parameter.shape));
            }
        }

        Projections = new[] { ("conv", 3, 4), ("fc1", 5, 18), ("fc2", 6, 5), ("fc3", 4, 6) }.ToDictionary(
            layer => layer.Item1,
            layer => new ProjectionPair(Draw(random, 2, layer.Item2), Draw(random, 3, layer.Item3))
        );
        Projection = Draw(random, (int)_model.named_parameters().Sum(entry => entry.parameter.numel()), 8);
        WriteProjections();
        _train = View(Enumerable.Range(0, 40).Select(i => Draw(random, "train", i)));
        _queries = View(Enumerable.Range(0, 3).Select(i => Draw(random, "query", i)));
    }

    /// <summary>Two-sided projections of every layer.</summary>
    public IReadOnlyDictionary<string, ProjectionPair> Projections { get; }

    /// <summary>A projection of all parameters [p, 8].</summary>
    public Tensor Projection { get; }

    /// <summary>A file with both.</summary>
    public string ProjectionFile { get; } = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.safetensors");

    /// <summary>Every number that a fit gives: scores and group scores of all rows, self-influences, the scores of the top.</summary>
    /// <param name="method">Name in the table.</param>
    /// <param name="options">The options.</param>
    /// <param name="isAlone">Whether the fit has a store of its own; in a shared one an option that is missing in a key would show as one
    /// without effect.</param>
    public double[] Numbers(string method, AttributionOptions options, bool isAlone = false)
    {
        using var own = new MemoryArtifactStore();
        var estimator = MethodTable
            .Get(method)
            .Create(
                _mlContext,
                new ClassificationTask(_model),
                options.Store is null ? options with { Store = isAlone ? own : _store } : options
            );
        using var fit = estimator.Fit(_train);
        using var asked = fit.WithQueries(_queries);
        var scored = asked.Transform(_train);
        var known = _train.Schema.Select(column => column.Name).ToHashSet();
        return
        [
            .. scored
                .Schema.Where(column => !known.Contains(column.Name) && column.Type is VectorDataViewType)
                .SelectMany(column => scored.GetColumn<float[]>(column).ToList())
                .SelectMany(row => row)
                .Select(score => (double)score),
            .. _mlContext.Data.CreateEnumerable<SelfInfluenceRow>(asked.SelfInfluence(), false).Select(row => (double)row.SelfInfluence),
            .. _mlContext.Data.CreateEnumerable<Neighbor>(asked.TopK(3), false).Select(row => (double)row.Score),
        ];
    }

    /// <summary>Keys of what a fit stores before its coefficients, and what its recipe says that they depend on.</summary>
    /// <param name="method">Name in the table.</param>
    /// <param name="options">The options.</param>
    public (string Keys, string Described) Stored(string method, AttributionOptions options)
    {
        var recipe = MethodTable.Get(method).CreateRecipe(options);
        IEnumerable<(string Name, string Value)> described =
        [
            .. OptionsBinder.Describe(options.Modules).Select(entry => (entry.Key, entry.Value)),
            .. recipe.DescribeMap() ?? [],
            .. recipe.DescribeFeatures(),
            .. recipe.DescribeStorage(),
            .. recipe.DescribeCurvature() ?? [],
            ("parts", $"{recipe.CurvatureParts}"),
        ];
        using var session = new AttributionEstimator(
            _mlContext,
            new ClassificationTask(_model),
            MethodTable.Get(method).CreateRecipe(options with { Store = _store })
        )
            .Begin(_train)
            .Single();
        FitMap.Run(session);
        Collect.Run(session);
        FitCurvature.Run(session);
        return (string.Join(' ', session.StoredKeys), string.Join("; ", described));
    }

    public void Dispose()
    {
        _model.Dispose();
        _store.Dispose();
        Projection.Dispose();
        foreach (var pair in Projections.Values)
        {
            pair.Output!.Dispose();
            pair.Input!.Dispose();
        }

        File.Delete(ProjectionFile);
    }

    private void WriteProjections()
    {
        var tensors = Projections
            .SelectMany(entry => new[] { (entry.Key + ".output", entry.Value.Output!), (entry.Key + ".input", entry.Value.Input!) })
            .Append(("projection", Projection))
            .ToDictionary(entry => entry.Item1, entry => entry.Item2);
        using var writer = SafetensorsFile.Create(
            ProjectionFile,
            tensors.Select(entry => SafetensorsEntry.Of(entry.Key, SafetensorsDType.F64, entry.Value.shape))
        );
        foreach (var entry in writer.Tensors)
        {
            writer.Write(entry.Name, tensors[entry.Name].bytes);
        }

        writer.Commit();
    }

    private static Tensor Draw(SeededRandom random, int rows, int columns) =>
        tensor([.. Enumerable.Range(0, rows * columns).Select(_ => random.NextNormal())], [rows, columns], dtype: ScalarType.Float64);

    private IDataView View(IEnumerable<Row> rows)
    {
        var definition = SchemaDefinition.Create(typeof(Row));
        definition[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Inputs);
        return _mlContext.Data.LoadFromEnumerable(rows.ToList(), definition);
    }

    private static Row Draw(SeededRandom random, string role, int index) =>
        new()
        {
            Id = $"{role}-{index}",
            OtherId = $"{role}-{index}",
            Features = [.. Enumerable.Range(0, Inputs).Select(_ => (float)random.NextNormal())],
            Label = random.NextInt32(4),
        };

    private sealed class Row
    {
        public string Id { get; set; } = "";

        public string OtherId { get; set; } = "";

        public float[] Features { get; set; } = [];

        public int Label { get; set; }
    }
}
