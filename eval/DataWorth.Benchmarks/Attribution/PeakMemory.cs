using System.Globalization;
using DataWorth.Artifacts;
using DataWorth.Configuration;
using DataWorth.Methods;
using DataWorth.Randomness;
using DataWorth.Tasks;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DataWorth.Benchmarks.Attribution;

/// <summary>Peak memory and bytes per example of every method's stages at N and 4 N examples: it must not grow with N.</summary>
public sealed class PeakMemory : IBenchmark
{
    private const int Examples = 6_000;
    private const int Growth = 4;
    private const int Width = 64;
    private const int Queries = 16;

    /// <inheritdoc/>
    public string Name => "memory";

    /// <inheritdoc/>
    public string Description =>
        "peak memory above the start, MiB, of fit, top 10 and self-influence of every method at 6,000 and 24,000 examples of a "
        + "perceptron 64-64-64-10";

    /// <inheritdoc/>
    public void Run(BenchmarkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        manual_seed(1);
        using var model = nn.Sequential(
            ("fc1", nn.Linear(Width, Width)),
            ("relu1", nn.ReLU()),
            ("fc2", nn.Linear(Width, Width)),
            ("relu2", nn.ReLU()),
            ("fc3", nn.Linear(Width, 10))
        );
        model.eval();
        var task = new ClassificationTask(model);
        var mlContext = new MLContext(seed: 0);
        context.Note(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{"method", -26} {"bytes/example", 13} {"fit N", 9} {"fit 4N", 9} {"top N", 9} {"top 4N", 9} {"self N", 9} {"self 4N", 9}"
            )
        );
        foreach (var method in MethodTable.Methods)
        {
            Measure(mlContext, task, method, Examples / 16); // compiles and fills pools
            var (bytes, small) = Measure(mlContext, task, method, Examples);
            var (_, large) = Measure(mlContext, task, method, Growth * Examples);
            var figures = string.Concat(
                small.Zip(large, (one, four) => string.Create(CultureInfo.InvariantCulture, $" {one, 9:0.0} {four, 9:0.0}"))
            );
            context.Note(string.Create(CultureInfo.InvariantCulture, $"{method.Name, -26} {bytes, 13:n0}{figures}"));
        }
    }

    private static (long Bytes, double[] Peaks) Measure(
        MLContext mlContext,
        ClassificationTask task,
        MethodDescription method,
        int examples
    )
    {
        var folder = RandomProblem.NewFolder();
        try
        {
            using var store = new FileArtifactStore(folder);
            var options = OptionsBinder.Bind(method.DefaultOptions(), Sizes(method)) with { Store = store, ShardBytes = 8 << 20 };
            var (train, queries) = (View(mlContext, examples, 2), View(mlContext, Queries, 3));
            AttributionTransformer? fitted = null;
            var fit = MemoryPeak.Of(() => fitted = method.Create(mlContext, task, options).Fit(train));
            using (fitted)
            {
                var top = MemoryPeak.Of(() => fitted!.TopK(queries, 10));
                var self = MemoryPeak.Of(() =>
                    mlContext.Data.CreateEnumerable<SelfInfluenceRow>(fitted!.SelfInfluence(), reuseRowObject: true).Count()
                );
                return (fitted!.Summary.BytesPerExample, [fit, top, self]);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Sizes that a model of this size can have: 4 iterations of Arnoldi, TRAK into 256 numbers, the exact Fisher of the last
    /// layer.</summary>
    private static Dictionary<string, string> Sizes(MethodDescription method)
    {
        var known = OptionsBinder.Describe(method.DefaultOptions());
        var values = new List<(string Name, string Value)> { ("rank", "4"), ("dimension", "256"), ("subspace", "32"), ("iterations", "4") };
        if (method.Name == "exact-influence")
        {
            values.AddRange([("modules.include", "fc3"), ("curvature", "fisher")]);
        }

        return values.Where(entry => known.ContainsKey(entry.Name)).ToDictionary(entry => entry.Name, entry => entry.Value);
    }

    /// <summary>Rows made anew at each pass, so that the data themselves take no memory.</summary>
    private static IDataView View(MLContext mlContext, int count, long seed)
    {
        var definition = SchemaDefinition.Create(typeof(RandomProblem.Row));
        definition[nameof(RandomProblem.Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Width);
        return mlContext.Data.LoadFromEnumerable(Rows(count, seed), definition);
    }

    private static IEnumerable<RandomProblem.Row> Rows(int count, long seed)
    {
        var random = new SeededRandom(seed);
        for (var i = 0; i < count; i++)
        {
            yield return new RandomProblem.Row
            {
                Id = $"{seed}-{i}",
                Features = [.. Enumerable.Range(0, Width).Select(_ => random.NextSingle() - 0.5f)],
                Label = random.NextInt32(10),
            };
        }
    }
}
