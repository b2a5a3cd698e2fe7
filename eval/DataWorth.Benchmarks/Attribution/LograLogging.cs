using DataWorth.Artifacts;
using DataWorth.Methods.Logra;
using static TorchSharp.torch;

namespace DataWorth.Benchmarks.Attribution;

/// <summary>What it costs to log projected gradients of a data set, without loss as factors and as matrices, against the forward and
/// backward pass with all weight gradients that training makes anyway.</summary>
public sealed class LograLogging : IBenchmark
{
    private const int Examples = 6000;
    private const int BatchSize = 256;

    /// <inheritdoc/>
    public string Name => "logra-logging";

    /// <inheritdoc/>
    public string Description => "Fit of LoGra on 6,000 examples of the perceptron 784-512-256-10, batch 256, shards written to disk";

    /// <inheritdoc/>
    public void Run(BenchmarkContext context)
    {
        using var problem = new RandomProblem([784, 512, 256, 10], Examples, 1);
        var batches = problem.Batches(BatchSize);
        var measured = context.MeasureTogether(
            1,
            1,
            ("bare forward + backward, all weights", () => Bare(problem, batches)),
            ("symmetric products of k = 64 alone", () => SymmetricProducts([4096, 4096, 640])),
            ("log k = 64, no curvature", () => Fit(context, problem, 64, LograCurvature.None)),
            ("log k = 64, raw Fisher", () => Fit(context, problem, 64, LograCurvature.Raw)),
            ("log k = 128, no curvature", () => Fit(context, problem, 128, LograCurvature.None)),
            ("log k = 64, no curvature, matrices", () => Fit(context, problem, 64, LograCurvature.None, "float32")),
            ("log k = 64, raw Fisher, matrices", () => Fit(context, problem, 64, LograCurvature.Raw, "float32")),
            ("log k = 128, no curvature, matrices", () => Fit(context, problem, 128, LograCurvature.None, "float32"))
        );
        foreach (var row in measured)
        {
            context.Row(row, $"{Examples / row.Best:n0} examples/s");
        }

        context.Goal("k = 64, no curvature / bare pass", BenchmarkContext.Ratio(measured[2], measured[0]), 1.5, atMost: true);
        context.Goal("k = 64, raw / (bare pass + products)", measured[3].Best / (measured[0].Best + measured[1].Best), 1.5, atMost: true);
        context.Goal("k = 128, no curvature / bare pass", BenchmarkContext.Ratio(measured[4], measured[0]), 2, atMost: true);
        context.Note("the same with every gradient as a float32 matrix, as modules with several positions need:");
        context.Goal("k = 64, no curvature / bare pass", BenchmarkContext.Ratio(measured[5], measured[0]), 1.5, atMost: true);
        context.Goal("k = 64, raw / (bare pass + products)", measured[6].Best / (measured[0].Best + measured[1].Best), 1.5, atMost: true);
        context.Goal("k = 128, no curvature / bare pass", BenchmarkContext.Ratio(measured[7], measured[0]), 2, atMost: true);
    }

    private static void Bare(RandomProblem problem, List<(Tensor Inputs, Tensor Labels)> batches)
    {
        foreach (var (inputs, labels) in batches)
        {
            using var scope = NewDisposeScope();
            problem.Model.zero_grad();
            nn.functional.cross_entropy(problem.Model.call(inputs), labels, reduction: nn.Reduction.Sum).backward();
        }
    }

    /// <summary>sum phi phi^T of 6,000 rows for each block, as four panels on and above the diagonal.</summary>
    private static void SymmetricProducts(long[] sizes)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        foreach (var size in sizes)
        {
            var sum = zeros([size, size]);
            var rows = ones([256, size]);
            var panel = (size + 3) / 4;
            for (var done = 0; done < Examples; done += 256)
            {
                for (long first = 0; first < size; first += panel)
                {
                    using var inner = NewDisposeScope();
                    var height = Math.Min(panel, size - first);
                    sum.narrow(0, first, height)
                        .narrow(1, first, size - first)
                        .addmm_(rows.narrow(1, first, height).t(), rows.narrow(1, first, size - first), 1, 1);
                }
            }
        }
    }

    private static void Fit(BenchmarkContext context, RandomProblem problem, int rank, LograCurvature curvature, string? storage = null)
    {
        var folder = RandomProblem.NewFolder();
        context.Afterwards(() => Directory.Delete(folder, recursive: true));
        using var store = new FileArtifactStore(folder);
        var options = new LograOptions
        {
            Store = store,
            Rank = rank,
            Curvature = curvature,
            Storage = storage,
            BatchSize = BatchSize,
        };
        problem.MLContext.Attribution.Logra(problem.Task, options).Fit(problem.Train).WithQueries(problem.Queries).Dispose();
    }
}
