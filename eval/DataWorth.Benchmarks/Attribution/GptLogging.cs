using DataWorth.Artifacts;
using DataWorth.Gradients;
using DataWorth.Language.Networks;
using DataWorth.Methods.Logra;
using DataWorth.Randomness;
using DataWorth.Tasks;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DataWorth.Benchmarks.Attribution;

/// <summary>What it costs to log projected gradients of a transformer's block linears, against the forward and the activation-only backward
/// pass of the same model.</summary>
public sealed class GptLogging : IBenchmark
{
    private const int Sequences = 96;
    private const int Length = 128;
    private const int Vocabulary = 8192;
    private const int BatchSize = 8;

    /// <inheritdoc/>
    public string Name => "gpt-logging";

    /// <inheritdoc/>
    public string Description =>
        "LoGra k = 64 on 96 sequences of a GPT (4 layers, d 256, T 128, vocabulary 8,192, batch 8), block linears only";

    /// <inheritdoc/>
    public void Run(BenchmarkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        manual_seed(1);
        using var model = new Gpt2(
            new Gpt2Options
            {
                VocabularySize = Vocabulary,
                Positions = Length,
                Width = 256,
                Layers = 4,
                Heads = 4,
            }
        );
        model.eval();
        var task = new LanguageModelingTask(model);
        var mlContext = new MLContext(seed: 0);
        var rows = Rows(Sequences);
        var (train, queries) = (View(mlContext, rows), View(mlContext, rows[..1]));
        using var scope = NewDisposeScope();
        var batches = rows.Chunk(BatchSize)
            .Select(chunk => tensor(chunk.SelectMany(row => row.Tokens).Select(token => (long)token).ToArray(), [chunk.Length, Length]))
            .ToList();
        FitSummary? summary = null;
        var measured = context.MeasureTogether(
            1,
            1,
            ("forward + activation-only backward", () => Bare(model, batches)),
            ("projections and contractions alone", Projections),
            ("collect gradients, nothing projected", () => Collect(task, batches)),
            ("log k = 64 to disk", () => summary = Fit(context, mlContext, task, train, queries))
        );
        foreach (var row in measured)
        {
            context.Row(row, $"{Sequences * Length / row.Best:n0} tokens/s");
        }

        context.Note($"{summary!.Blocks.Count} modules, {summary.BytesPerExample:n0} bytes per sequence");
        context.Goal("log / (forward + activation-only backward)", BenchmarkContext.Ratio(measured[3], measured[0]), 1.05, atMost: true);
        context.Note(
            "projections and contractions alone / (forward + activation-only backward): "
                + $"{BenchmarkContext.Ratio(measured[1], measured[0]):0.000}"
        );
        context.Note($"collecting / (forward + activation-only backward): {BenchmarkContext.Ratio(measured[2], measured[0]):0.000}");
    }

    /// <summary>Gradients by the block inputs and all activations after them, by no weight.</summary>
    private static void Bare(Gpt2 model, List<Tensor> batches)
    {
        var parameters = model.parameters().Where(parameter => parameter.requires_grad).ToList();
        foreach (var parameter in parameters)
        {
            parameter.requires_grad_(false);
        }

        Tensor? embedded = null;
        var table = (nn.Module<Tensor, Tensor>)
            model.named_modules().First(entry => entry.name.EndsWith("wte", StringComparison.Ordinal)).module;
        var hook = table.register_forward_hook(
            (_, _, output) =>
            {
                embedded = output.requires_grad_(true).alias().DetachFromDisposeScope();
                return output;
            }
        );
        foreach (var tokens in batches)
        {
            using var scope = NewDisposeScope();
            var loss = Loss(model.call(tokens), tokens);
            using (embedded)
            {
                autograd.grad([loss], [embedded!]);
            }
        }

        hook.remove();
        foreach (var parameter in parameters)
        {
            parameter.requires_grad_(true);
        }
    }

    private static Tensor Loss(Tensor logits, Tensor tokens) =>
        nn.functional.cross_entropy(
            logits.narrow(1, 0, Length - 1).reshape(-1, Vocabulary),
            tokens.narrow(1, 1, Length - 1).reshape(-1),
            reduction: nn.Reduction.Sum
        );

    private static void Collect(LanguageModelingTask task, List<Tensor> batches)
    {
        var collector = new GradientCollector(task, TrackedModules.Select(task.Model, new ModuleSelection()));
        foreach (var tokens in batches)
        {
            using var batch = new ExampleBatch(
                [.. Enumerable.Range(0, BatchSize).Select(i => $"{i}")],
                new Dictionary<string, Tensor> { ["Tokens"] = tokens.alias().DetachFromDisposeScope() }
            );
            foreach (var block in collector.Collect(batch))
            {
                block.Dispose();
            }
        }
    }

    /// <summary>The two products and the contraction of every block linear: qkv, projection, two feed-forward layers, four times.</summary>
    private static void Projections()
    {
        const int Rank = 64;
        using var scope = NewDisposeScope();
        using var off = no_grad();
        foreach (var (inputs, outputs) in new[] { (256, 768), (256, 256), (256, 1024), (1024, 256) })
        {
            var (a, g) = (ones([BatchSize * Length, inputs]), ones([BatchSize * Length, outputs]));
            var (left, right) = (ones([Rank, inputs]), ones([Rank, outputs]));
            for (var i = 0; i < 4 * Sequences / BatchSize; i++)
            {
                using var inner = NewDisposeScope();
                var (x, d) = (mm(a, left.t()).view(BatchSize, Length, Rank), mm(g, right.t()).view(BatchSize, Length, Rank));
                _ = bmm(d.transpose(1, 2), x);
            }
        }
    }

    private static FitSummary Fit(
        BenchmarkContext context,
        MLContext mlContext,
        LanguageModelingTask task,
        IDataView train,
        IDataView queries
    )
    {
        var folder = RandomProblem.NewFolder();
        context.Afterwards(() => Directory.Delete(folder, recursive: true));
        using var store = new FileArtifactStore(folder);
        using var fitted = mlContext
            .Attribution.Logra(
                task,
                new LograOptions
                {
                    Store = store,
                    Curvature = LograCurvature.None,
                    BatchSize = BatchSize,
                }
            )
            .Fit(train)
            .WithQueries(queries);
        return fitted.Summary;
    }

    private static Row[] Rows(int count)
    {
        var random = new SeededRandom(7);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new Row { Id = $"s{i}", Tokens = [.. Enumerable.Range(0, Length).Select(_ => random.NextInt32(Vocabulary))] }),
        ];
    }

    private static IDataView View(MLContext mlContext, Row[] rows)
    {
        var definition = SchemaDefinition.Create(typeof(Row));
        definition[nameof(Row.Tokens)].ColumnType = new VectorDataViewType(NumberDataViewType.Int32, Length);
        return mlContext.Data.LoadFromEnumerable(rows, definition);
    }

    /// <summary>One sequence.</summary>
    internal sealed class Row
    {
        public string Id { get; set; } = "";

        public int[] Tokens { get; set; } = [];
    }
}
