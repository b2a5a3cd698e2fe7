using DataWorth.Randomness;
using DataWorth.Tasks;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DataWorth.Benchmarks.Attribution;

/// <summary>A perceptron with seeded random weights and random examples: what a pass costs does not depend on what the numbers
/// mean.</summary>
internal sealed class RandomProblem : IDisposable
{
    public RandomProblem(int[] widths, int examples, int queries)
    {
        Widths = widths;
        manual_seed(1);
        var layers = new List<(string, nn.Module<Tensor, Tensor>)>();
        for (var i = 0; i + 1 < widths.Length; i++)
        {
            layers.Add(($"fc{i + 1}", nn.Linear(widths[i], widths[i + 1], hasBias: false)));
            if (i + 2 < widths.Length)
            {
                layers.Add(($"relu{i + 1}", nn.ReLU()));
            }
        }

        Model = nn.Sequential(layers);
        Model.eval();
        Task = new ClassificationTask(Model);
        Train = View(examples, 2);
        Queries = View(queries, 3);
    }

    public int[] Widths { get; }

    public MLContext MLContext { get; } = new(seed: 0);

    public nn.Module<Tensor, Tensor> Model { get; }

    public ClassificationTask Task { get; }

    public IDataView Train { get; }

    public IDataView Queries { get; }

    /// <summary>A scratch folder for a store.</summary>
    public static string NewFolder() => Directory.CreateTempSubdirectory("dataworth-benchmark-").FullName;

    /// <summary>All training examples as tensors, batch by batch.</summary>
    public List<(Tensor Inputs, Tensor Labels)> Batches(int batchSize)
    {
        var rows = MLContext.Data.CreateEnumerable<Row>(Train, reuseRowObject: false).ToList();
        return
        [
            .. rows.Chunk(batchSize)
                .Select(chunk =>
                    (
                        tensor(chunk.SelectMany(row => row.Features).ToArray(), [chunk.Length, Widths[0]]).DetachFromDisposeScope(),
                        tensor(chunk.Select(row => (long)row.Label).ToArray()).DetachFromDisposeScope()
                    )
                ),
        ];
    }

    /// <summary>Forward and backward with all weight gradients, what training makes anyway.</summary>
    public void Pass(List<(Tensor Inputs, Tensor Labels)> batches)
    {
        foreach (var (inputs, labels) in batches)
        {
            using var scope = NewDisposeScope();
            Model.zero_grad();
            nn.functional.cross_entropy(Model.call(inputs), labels, reduction: nn.Reduction.Sum).backward();
        }
    }

    public void Dispose() => Model.Dispose();

    private IDataView View(int count, long seed)
    {
        var random = new SeededRandom(seed);
        var rows = new Row[count];
        for (var i = 0; i < count; i++)
        {
            var features = new float[Widths[0]];
            for (var j = 0; j < features.Length; j++)
            {
                features[j] = random.NextSingle() - 0.5f;
            }

            rows[i] = new Row
            {
                Id = $"{seed}-{i}",
                Features = features,
                Label = random.NextInt32(Widths[^1]),
            };
        }

        var definition = SchemaDefinition.Create(typeof(Row));
        definition[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Widths[0]);
        return MLContext.Data.LoadFromEnumerable(rows, definition);
    }

    /// <summary>One example.</summary>
    internal sealed class Row
    {
        public string Id { get; set; } = "";

        public float[] Features { get; set; } = [];

        public int Label { get; set; }
    }
}
