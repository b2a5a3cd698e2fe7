using DataWorth.Artifacts;
using DataWorth.Randomness;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.TestKit;

/// <summary>A small classifier with training and query views whose features are exact in float32, and helpers to score.</summary>
public sealed class AttributionProblem : IDisposable
{
    private const int Inputs = 7;

    public AttributionProblem(ScalarType type = ScalarType.Float64, int train = 60, int queries = 5)
    {
        Classifier = new SmallClassifier(type);
        var random = new SeededRandom(11);
        Train = [.. Enumerable.Range(0, train).Select(i => Draw(random, $"train-{i}"))];
        Queries = [.. Enumerable.Range(0, queries).Select(i => Draw(random, $"query-{i}"))];
    }

    public MLContext MLContext { get; } = new(seed: 0);

    public MemoryArtifactStore Store { get; } = new();

    public SmallClassifier Classifier { get; }

    public List<ExampleRow> Train { get; }

    public List<ExampleRow> Queries { get; }

    public IDataView TrainView => ExampleRow.View(MLContext, Train, Inputs);

    public IDataView QueryView => ExampleRow.View(MLContext, Queries, Inputs);

    /// <summary>Scores of all rows of a view, [row][query].</summary>
    public static double[][] Scores(AttributionTransformer transformer, IDataView view) =>
        [.. transformer.Transform(view).GetColumn<float[]>("Score").Select(row => row.Select(value => (double)value).ToArray())];

    /// <summary>Full weight gradient of one row by ordinary autograd in the classifier's type.</summary>
    public double[] Gradient(ExampleRow row, params string[] parameters)
    {
        using var scope = NewDisposeScope();
        var input = tensor(row.Features, [1, Inputs], dtype: Classifier.Type);
        var loss = nn.functional.cross_entropy(Classifier.Model.call(input), tensor(new long[] { row.Label }), reduction: nn.Reduction.Sum);
        var wanted = Classifier.Model.named_parameters().Where(p => parameters.Contains(p.name)).Select(p => (Tensor)p.parameter).ToList();
        return [.. autograd.grad([loss], wanted).SelectMany(gradient => gradient.ToDoubles())];
    }

    public void Dispose()
    {
        Classifier.Dispose();
        Store.Dispose();
    }

    private static ExampleRow Draw(SeededRandom random, string id) =>
        new()
        {
            Id = id,
            Features = [.. Enumerable.Range(0, Inputs).Select(_ => (float)random.NextNormal())],
            Label = random.NextInt32(4),
        };
}
