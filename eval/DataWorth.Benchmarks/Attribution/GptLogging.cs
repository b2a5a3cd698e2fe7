using DataWorth.Artifacts;
using DataWorth.Language.Networks;
using DataWorth.Methods.Logra;
using DataWorth.Methods.Lorif;
using DataWorth.Randomness;
using DataWorth.Tasks;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DataWorth.Benchmarks.Attribution;

/// <summary>What it costs to index a transformer's training sequences, against the forward and the activation-only backward pass of the same
/// model. A projection of k numbers costs k / d of a matrix product of width d, so that a narrow model pays more for the same k.</summary>
public sealed class GptLogging : IBenchmark
{
    private const int BatchSize = 8;
    private const int Rank = 64;

    private static readonly (Gpt2Options Shape, int Sequences)[] s_models =
    [
        (
            new()
            {
                VocabularySize = 8192,
                Positions = 128,
                Width = 256,
                Layers = 4,
                Heads = 4,
            },
            192
        ),
        (
            new()
            {
                VocabularySize = 2048,
                Positions = 64,
                Width = 2048,
                Layers = 1,
                Heads = 16,
            },
            256
        ),
    ];

    /// <inheritdoc/>
    public string Name => "gpt-logging";

    /// <inheritdoc/>
    public string Description => "index sequences of two GPTs, block linears, k = 64: LoGra's gradients, LoRIF's factors";

    /// <inheritdoc/>
    public void Run(BenchmarkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach (var (shape, sequences) in s_models)
        {
            Run(context, shape, sequences);
        }
    }

    private static void Run(BenchmarkContext context, Gpt2Options shape, int sequences)
    {
        manual_seed(1);
        using var model = new Gpt2(shape);
        model.eval();
        var task = new LanguageModelingTask(model);
        var mlContext = new MLContext(seed: 0);
        var rows = Rows(shape, sequences);
        var train = View(mlContext, rows);
        using var scope = NewDisposeScope();
        var batches = rows.Chunk(BatchSize)
            .Select(chunk => tensor([.. chunk.SelectMany(row => row.Tokens).Select(token => (long)token)], [chunk.Length, shape.Positions]))
            .ToList();
        context.Note($"width {shape.Width}, {shape.Layers} layers, {shape.Positions} tokens, vocabulary {shape.VocabularySize}");
        FitSummary? logra = null,
            lorif = null;
        var measured = context.MeasureTogether(
            1,
            1,
            ("forward + activation-only backward", () => Bare(model, batches)),
            ("projections and contractions alone", () => Projections(shape, batches.Count)),
            ("LoGra to disk", () => logra = Fit(context, store => Logra(mlContext, task, store).Fit(train))),
            ("LoRIF to disk", () => lorif = Fit(context, store => Lorif(mlContext, task, store).Fit(train)))
        );
        foreach (var row in measured)
        {
            context.Row(row, $"{sequences * shape.Positions / row.Best:n0} tokens/s");
        }

        context.Note(
            $"{logra!.Blocks.Count} modules, bytes per sequence: LoGra {logra.BytesPerExample:n0}, LoRIF {lorif!.BytesPerExample:n0}"
        );
        context.Goal("LoGra / (forward + activation-only backward)", BenchmarkContext.Ratio(measured[2], measured[0]), 1.05, atMost: true);
        context.Goal("LoRIF / (forward + activation-only backward)", BenchmarkContext.Ratio(measured[3], measured[0]), 1.15, atMost: true);
        context.Note($"projections and contractions / the pass: {BenchmarkContext.Ratio(measured[1], measured[0]):0.000}");
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
            logits.narrow(1, 0, tokens.shape[1] - 1).reshape(-1, logits.shape[2]),
            tokens.narrow(1, 1, tokens.shape[1] - 1).reshape(-1),
            reduction: nn.Reduction.Sum
        );

    /// <summary>The two products and the contraction of every block linear: qkv, projection, two feed-forward layers.</summary>
    private static void Projections(Gpt2Options shape, int batches)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var (d, length) = (shape.Width, shape.Positions);
        foreach (var (inputs, outputs) in new[] { (d, 3 * d), (d, d), (d, 4 * d), (4 * d, d) })
        {
            var (a, g) = (ones([BatchSize * length, inputs]), ones([BatchSize * length, outputs]));
            var (left, right) = (ones([Rank, inputs]), ones([Rank, outputs]));
            for (var i = 0; i < shape.Layers * batches; i++)
            {
                using var inner = NewDisposeScope();
                var (x, y) = (mm(a, left.t()).view(BatchSize, length, Rank), mm(g, right.t()).view(BatchSize, length, Rank));
                _ = bmm(y.transpose(1, 2), x);
            }
        }
    }

    private static AttributionEstimator Logra(MLContext mlContext, LanguageModelingTask task, IArtifactStore store) =>
        mlContext.Attribution.Logra(
            task,
            new LograOptions
            {
                Store = store,
                Rank = Rank,
                Curvature = LograCurvature.None,
                BatchSize = BatchSize,
            }
        );

    private static AttributionEstimator Lorif(MLContext mlContext, LanguageModelingTask task, IArtifactStore store) =>
        mlContext.Attribution.Lorif(
            task,
            new LorifOptions
            {
                Store = store,
                Rank = Rank,
                FactorRank = 1,
                Subspace = 16,
                BatchSize = BatchSize,
            }
        );

    private static FitSummary Fit(BenchmarkContext context, Func<IArtifactStore, AttributionTransformer> fit)
    {
        var folder = RandomProblem.NewFolder();
        context.Afterwards(() => Directory.Delete(folder, recursive: true));
        using var store = new FileArtifactStore(folder);
        using var fitted = fit(store);
        return fitted.Summary;
    }

    private static Row[] Rows(Gpt2Options shape, int count)
    {
        var random = new SeededRandom(7);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new Row
                {
                    Id = $"s{i}",
                    Tokens = [.. Enumerable.Range(0, (int)shape.Positions).Select(_ => random.NextInt32((int)shape.VocabularySize))],
                }),
        ];
    }

    private static IDataView View(MLContext mlContext, Row[] rows)
    {
        var definition = SchemaDefinition.Create(typeof(Row));
        definition[nameof(Row.Tokens)].ColumnType = new VectorDataViewType(NumberDataViewType.Int32, rows[0].Tokens.Length);
        return mlContext.Data.LoadFromEnumerable(rows, definition);
    }

    /// <summary>One sequence.</summary>
    internal sealed class Row
    {
        public string Id { get; set; } = "";

        public int[] Tokens { get; set; } = [];
    }
}
