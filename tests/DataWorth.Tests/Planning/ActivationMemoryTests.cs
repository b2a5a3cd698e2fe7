using System.Globalization;
using System.Runtime.InteropServices;
using DataWorth.Methods.Ekfac;
using DataWorth.Methods.Logra;
using DataWorth.Stages;
using DataWorth.Tasks;

namespace DataWorth.Tests.Planning;

/// <summary>The activations of a batch are known before a fit runs. Runs alone: it watches the memory of the process.</summary>
[CollectionDefinition(nameof(ActivationMemoryTests), DisableParallelization = true)]
[Collection(nameof(ActivationMemoryTests))]
public sealed class ActivationMemoryTests
{
    private const long Mebi = 1 << 20;
    private const int Width = 384;

    public static TheoryData<string, string> Fits =>
        new()
        {
            { "perceptron", "logra" },
            { "perceptron", "ekfac" },
            { "convolutions", "logra" },
            { "convolutions", "ekfac" },
        };

    [Theory]
    [MemberData(nameof(Fits))]
    public void Peak_IsAtMostTheEstimate_AndNotFarBelow(string network, string method)
    {
        using var model = network == "perceptron" ? Perceptron() : Convolutions();
        long[] shape = network == "perceptron" ? [64] : [3, 192, 192];
        ClassificationTask task = new(model, itemShape: shape);
        var count = network == "perceptron" ? 4096 : 24;
        using var problem = new AttributionProblem();
        var random = new Random(1);
        var rows = Enumerable
            .Range(0, count)
            .Select(i => new ExampleRow
            {
                Id = $"{i}",
                Features = [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => random.NextSingle())],
                Label = i % 3,
            })
            .ToList();
        var attribution = problem.MLContext.Attribution;
        var estimator =
            method == "logra"
                ? attribution.Logra(
                    task,
                    new LograOptions
                    {
                        Store = problem.Store,
                        Rank = 4,
                        BatchSize = count,
                    }
                )
                : attribution.Ekfac(task, new EkfacOptions { Store = problem.Store, BatchSize = count });
        var estimate = estimator.Estimate(count);
        Assert.InRange(estimate.ActivationBytes, 100 * Mebi, 4096 * Mebi);
        var schema = Microsoft.ML.Data.SchemaDefinition.Create(typeof(ExampleRow));
        schema["Features"].ColumnType = new Microsoft.ML.Data.VectorDataViewType(
            Microsoft.ML.Data.NumberDataViewType.Single,
            rows[0].Features.Length
        );
        var view = problem.MLContext.Data.LoadFromEnumerable(rows, schema);
        foreach (var session in estimator.Begin(view))
        {
            using (session)
            {
                var peak = Peak(() => Run(session));
                Assert.InRange(peak, estimate.PeakBytes / 4, (estimate.PeakBytes * 5 / 4) + (64 * Mebi));
            }
        }
    }

    [Fact]
    public void BatchThatIsTooLarge_IsRefusedWithOneThatFits()
    {
        using var model = Convolutions();
        using var problem = new AttributionProblem();
        var estimator = problem.MLContext.Attribution.Logra(
            new ClassificationTask(model, itemShape: [3, 512, 512]),
            new LograOptions
            {
                Store = problem.Store,
                Rank = 2,
                BatchSize = 10_000_000,
            }
        );
        var error = Assert.Throws<InvalidOperationException>(() => estimator.RequireFits(10_000_000));
        Assert.Contains("The activations of a batch of 10000000 examples would need about", error.Message, StringComparison.Ordinal);
    }

    private static void Run(FitSession session)
    {
        FitMap.Run(session);
        Collect.Run(session);
        FitCurvature.Run(session);
    }

    private static nn.Module<Tensor, Tensor> Perceptron() =>
        nn.Sequential([
            ("first", nn.Linear(64, Width)),
            .. Enumerable
                .Range(0, 8)
                .SelectMany(i => new (string, nn.Module<Tensor, Tensor>)[] { ($"act{i}", nn.Tanh()), ($"fc{i}", nn.Linear(Width, Width)) }),
            ("last", nn.Linear(Width, 3)),
        ]);

    private static nn.Module<Tensor, Tensor> Convolutions() =>
        nn.Sequential(
            ("conv1", nn.Conv2d(3, 16, 3, padding: 1)),
            ("act1", nn.ReLU()),
            ("conv2", nn.Conv2d(16, 16, 3, padding: 1)),
            ("act2", nn.ReLU()),
            ("pool", nn.AdaptiveAvgPool2d([4, 4])),
            ("flat", nn.Flatten()),
            ("fc", nn.Linear(256, 3))
        );

    // The largest resident memory beyond what there was, as the kernel keeps it.
    private static long Peak(Action run)
    {
        GC.Collect();
        _ = malloc_trim(0);
        File.WriteAllText("/proc/self/clear_refs", "5"); // the largest so far is what is resident now
        var before = Status("VmRSS:");
        run();
        return Status("VmHWM:") - before;
    }

    private static long Status(string name)
    {
        var line = File.ReadLines("/proc/self/status").Single(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) << 10;
    }

    [DllImport("libc")]
    private static extern int malloc_trim(nuint pad);
}
