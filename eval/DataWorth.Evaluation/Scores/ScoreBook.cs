using System.Diagnostics;
using System.Runtime.InteropServices;
using DataWorth.Artifacts;
using DataWorth.Evaluation.Retraining;
using DataWorth.Methods;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DataWorth.Evaluation.Scores;

/// <summary>Scores of all pairs by methods, kept in the store: a protocol that asks again reads them, and variants of a method share
/// gradients and statistics.</summary>
/// <param name="bank">Task and store.</param>
/// <param name="modelSeeds">Seeds of the models that are attributed.</param>
public sealed class ScoreBook(RetrainBank bank, IReadOnlyList<long> modelSeeds)
{
    private const int Version = 2;
    private const string Kind = "evaluation-scores";
    private const string File = "scores";

    private readonly TrainedModels _models = new(bank);

    /// <summary>Seeds of the models that are attributed.</summary>
    public IReadOnlyList<long> ModelSeeds => modelSeeds;

    /// <summary>Scores of one variant for one model: from the store, or computed now.</summary>
    /// <param name="variant">Method and options.</param>
    /// <param name="model">Position of the model in <see cref="ModelSeeds"/>.</param>
    /// <param name="progress">Told how far a fit is; null for nobody.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ArgumentException">The variant asks for more checkpoints than there are models.</exception>
    public MethodScores Get(
        MethodVariant variant,
        int model,
        IProgress<AttributionProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        if (variant.Checkpoints < 1 || variant.Checkpoints > modelSeeds.Count)
        {
            Throw.OutOfRange(nameof(variant.Checkpoints), variant.Checkpoints, $"a number from 1 to the {modelSeeds.Count} models");
        }

        long[] seeds = [.. Enumerable.Range(0, variant.Checkpoints).Select(step => modelSeeds[(model + step) % modelSeeds.Count])];
        var key = new FingerprintBuilder()
            .Add("version", Version)
            .Add("task", bank.Task.Fingerprint)
            .Add("models", string.Join(' ', seeds))
            .Add("method", variant.Method);
        foreach (var (name, value) in variant.Describe())
        {
            key.Add("option " + name, value);
        }

        if (TryRead(key) is { } known)
        {
            return known;
        }

        var scores = Compute(variant, seeds, progress, cancellationToken);
        Write(key, scores, cancellationToken);
        return scores;
    }

    /// <summary>Self-influence of every training example, by the first model: how much the model had to memorise it.</summary>
    /// <param name="variant">Method and options.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>[N]</returns>
    public float[] SelfInfluence(MethodVariant variant, CancellationToken cancellationToken = default)
    {
        using var model = _models.Get(modelSeeds[0], cancellationToken);
        var mlContext = new MLContext(seed: 0);
        using var attribution = Estimator(mlContext, model, variant, [modelSeeds[0]], null, cancellationToken)
            .Fit(bank.Task.TrainView(mlContext));
        return
        [
            .. mlContext
                .Data.CreateEnumerable<SelfInfluenceRow>(attribution.SelfInfluence(), reuseRowObject: false)
                .Select(row => row.SelfInfluence),
        ];
    }

    private MethodScores Compute(
        MethodVariant variant,
        long[] seeds,
        IProgress<AttributionProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        var task = bank.Task;
        using var model = _models.Get(seeds[0], cancellationToken);
        var mlContext = new MLContext(seed: 0);
        var train = task.TrainView(mlContext);
        using var fit = Estimator(mlContext, model, variant, seeds, progress, cancellationToken).Fit(train);
        var watch = Stopwatch.StartNew();
        using var attribution = fit.WithQueries(task.QueryView(mlContext));
        var values = new float[task.TrainCount * task.QueryIds.Count];
        var row = 0;
        foreach (var scores in attribution.Transform(train).GetColumn<VBuffer<float>>(attribution.Options.ScoreColumn))
        {
            scores.CopyTo(values, row++ * task.QueryIds.Count);
        }

        return new MethodScores(
            values,
            task.TrainCount,
            task.QueryIds.Count,
            fit.Summary.BytesPerExample,
            fit.Summary.CurvatureBytes,
            fit.Summary.FitTime.TotalSeconds,
            watch.Elapsed.TotalSeconds
        );
    }

    private AttributionEstimator Estimator(
        MLContext mlContext,
        nn.Module<Tensor, Tensor> model,
        MethodVariant variant,
        long[] seeds,
        IProgress<AttributionProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        var options = variant.Bind() with
        {
            Store = bank.Store,
            Progress = progress,
            CancellationToken = cancellationToken,
            Checkpoints =
                seeds.Length == 1
                    ? []
                    : [.. seeds.Select(seed => new ModelCheckpoint($"seed {seed}", module => Load(module, seed), 1.0 / seeds.Length))],
        };
        return MethodTable.Get(variant.Method).Create(mlContext, bank.Task.CreateAttributionTask(model), options);
    }

    private void Load(nn.Module module, long seed)
    {
        using var unused = no_grad();
        using var source = _models.Get(seed);
        var state = source.state_dict();
        foreach (var (name, target) in module.state_dict())
        {
            target.copy_(state[name]);
        }
    }

    private MethodScores? TryRead(FingerprintBuilder key)
    {
        using var reader = ArtifactReader.TryOpen(bank.Store, key.ToKey(Kind));
        if (reader is null)
        {
            return null;
        }

        var values = new float[bank.Task.TrainCount * bank.Task.QueryIds.Count];
        var facts = new double[4];
        reader.ReadTensor("scores", 0, MemoryMarshal.AsBytes(values.AsSpan()));
        reader.ReadTensor("facts", 0, MemoryMarshal.AsBytes(facts.AsSpan()));
        return new MethodScores(values, bank.Task.TrainCount, bank.Task.QueryIds.Count, facts[0], facts[1], facts[2], facts[3]);
    }

    private void Write(FingerprintBuilder key, MethodScores scores, CancellationToken cancellationToken)
    {
        using var writer = ArtifactWriter.Create(
            bank.Store,
            key.ToKey(Kind),
            [],
            new ArtifactWriterOptions { Codec = "scores", Options = key.Options },
            cancellationToken
        );
        if (writer.IsComplete)
        {
            return;
        }

        double[] facts = [scores.FeatureBytes, scores.CurvatureBytes, scores.FitSeconds, scores.QuerySeconds];
        var entries = new[]
        {
            SafetensorsEntry.Of("facts", SafetensorsDType.F64, facts.Length),
            SafetensorsEntry.Of("scores", SafetensorsDType.F32, scores.TrainCount, scores.QueryCount),
        };
        using (var file = writer.BeginTensors(File, entries, cancellationToken: cancellationToken))
        {
            file.Write("facts", MemoryMarshal.AsBytes(facts.AsSpan()), cancellationToken);
            file.Write("scores", MemoryMarshal.AsBytes(scores.Values.AsSpan()), cancellationToken);
            file.Commit(cancellationToken);
        }

        writer.Complete(cancellationToken);
    }
}
