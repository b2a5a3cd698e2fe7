using System.Globalization;
using DataWorth.Artifacts;
using DataWorth.Language.Networks;
using DataWorth.Methods.Logra;
using DataWorth.Methods.Lorif;
using DataWorth.Randomness;
using DataWorth.Tasks;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DataWorth.Benchmarks.Attribution;

/// <summary>What it costs to index sequences, against the forward and the activation-only backward pass of the same model.</summary>
/// <param name="model">The model; its device and type are those of the passes.</param>
/// <param name="sequences">How many.</param>
/// <param name="tokens">Tokens of each.</param>
/// <param name="batchSize">Sequences in a pass.</param>
/// <param name="clock">The time.</param>
internal sealed class LoggingCost(LanguageModel model, int sequences, int tokens, int batchSize, Func<TimeSpan> clock)
{
    private const int Rank = 64;
    private const int WarmUp = 16;

    private readonly LanguageModelingTask _task = new(model);
    private readonly Row[] _rows = Rows(model.VocabularySize, sequences, tokens);

    /// <summary>Fits LoGra and LoRIF in turns, and writes their times over those of the bare pass.</summary>
    /// <param name="context">Where they go.</param>
    public void Measure(BenchmarkContext context)
    {
        using var scope = NewDisposeScope();
        var all = tensor([.. _rows.SelectMany(row => row.Tokens).Select(token => (long)token)], [sequences, tokens])
            .to(model.TokenTable.device);
        Fit(context, all, WarmUp, Logra);
        var (logra, lorif) = (new List<double>(), new List<double>());
        for (var repeat = 0; repeat < context.Repeats; repeat++)
        {
            logra.Add(Fit(context, all, sequences, Logra));
            lorif.Add(Fit(context, all, sequences, Lorif));
        }

        context.Goal("LoGra / (forward + activation-only backward), median", Median(logra), 1.05, atMost: true);
        context.Goal("LoRIF / (forward + activation-only backward), median", Median(lorif), 1.15, atMost: true);
    }

    private static double Median(List<double> ratios) => ratios.Order().ElementAt(ratios.Count / 2);

    // The bare pass takes each batch right after the fit has: the machine is faster at one time than at another, by more than what is looked for.
    private double Fit(BenchmarkContext context, Tensor all, int rows, Func<AttributionOptions, AttributionEstimator> method)
    {
        var folder = RandomProblem.NewFolder();
        context.Afterwards(() => Directory.Delete(folder, recursive: true));
        using var store = new FileArtifactStore(folder);
        BesideFit bare = new(clock, (first, count) => Bare(all.narrow(0, first, count)));
        using var fitted = method(new LograOptions { Store = store, Progress = bare }).Fit(View(_rows[..rows], tokens));
        var (taken, number) = (bare.Fit, (double)rows * tokens);
        context.Note(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{fitted.Summary.Method}: {number / taken.TotalSeconds:n0} tokens/s, bare {number / bare.Taken.TotalSeconds:n0}; ratio "
                    + $"{taken / bare.Taken:0.000}, between batches {bare.RatioBetweenBatches:0.000}; "
                    + $"{fitted.Summary.BytesPerExample:n0} bytes per sequence"
            )
        );
        return taken / bare.Taken;
    }

    /// <summary>Gradients by the block inputs and all activations after them, by no weight.</summary>
    private void Bare(Tensor batch)
    {
        var parameters = model.parameters().Where(parameter => parameter.requires_grad).ToList();
        parameters.ForEach(parameter => parameter.requires_grad_(false));
        Tensor? embedded = null;
        var hook = model
            .modules()
            .OfType<Embedding>()
            .First()
            .register_forward_hook(
                (_, _, output) =>
                {
                    embedded = output.requires_grad_(true).alias().DetachFromDisposeScope();
                    return output;
                }
            );
        using (batch)
        using (NewDisposeScope())
        {
            var loss = Loss(model.call(batch), batch);
            using (embedded)
            {
                autograd.grad([loss], [embedded!]);
            }
        }

        hook.remove();
        parameters.ForEach(parameter => parameter.requires_grad_(true));
    }

    // Of all positions but the last, which no token follows: nothing is cut off the logits, which would copy them.
    private static Tensor Loss(Tensor logits, Tensor tokens)
    {
        const long Nothing = -100;
        var targets = tokens.roll(-1, 1);
        targets.select(1, -1).fill_(Nothing);
        return nn.functional.cross_entropy(
            logits.reshape(-1, logits.shape[2]),
            targets.reshape(-1),
            ignore_index: Nothing,
            reduction: nn.Reduction.Sum
        );
    }

    private AttributionEstimator Logra(AttributionOptions options) =>
        new MLContext(seed: 0).Attribution.Logra(
            _task,
            new LograOptions
            {
                Store = options.Store,
                Progress = options.Progress,
                Rank = Rank,
                Curvature = LograCurvature.None,
                BatchSize = batchSize,
            }
        );

    private AttributionEstimator Lorif(AttributionOptions options) =>
        new MLContext(seed: 0).Attribution.Lorif(
            _task,
            new LorifOptions
            {
                Store = options.Store,
                Progress = options.Progress,
                Rank = Rank,
                FactorRank = 1,
                Subspace = 16,
                BatchSize = batchSize,
            }
        );

    private static Row[] Rows(long vocabulary, int count, int tokens)
    {
        var random = new SeededRandom(7);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new Row
                {
                    Id = $"s{i}",
                    Tokens = [.. Enumerable.Range(0, tokens).Select(_ => random.NextInt32((int)vocabulary))],
                }),
        ];
    }

    private static IDataView View(Row[] rows, int tokens)
    {
        var definition = SchemaDefinition.Create(typeof(Row));
        definition[nameof(Row.Tokens)].ColumnType = new VectorDataViewType(NumberDataViewType.Int32, tokens);
        return new MLContext(seed: 0).Data.LoadFromEnumerable(rows, definition);
    }

    /// <summary>One sequence.</summary>
    internal sealed class Row
    {
        public string Id { get; set; } = "";

        public int[] Tokens { get; set; } = [];
    }
}
