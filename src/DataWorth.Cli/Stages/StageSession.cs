using DataWorth.Artifacts;
using DataWorth.Cli.Commands.Data;
using DataWorth.Cli.Fits;
using DataWorth.Cli.Fits.Rows;
using DataWorth.Cli.Hosting;
using DataWorth.Configuration;
using DataWorth.Evaluation.Retraining;
using DataWorth.Evaluation.Tasks;
using DataWorth.Methods;
using DataWorth.Models.Data;
using DataWorth.Models.Data.Sources;
using DataWorth.Models.Networks;
using DataWorth.Stages;
using DataWorth.Workflow.Plans;
using Microsoft.ML;
using TorchSharp;

namespace DataWorth.Cli.Stages;

/// <summary>Data, models and fits that stay open from one shard of a process to the next; the last of each.</summary>
/// <param name="store">The store.</param>
/// <param name="json">Settings as JSON.</param>
/// <param name="progress">Told how far a shard is.</param>
internal sealed class StageSession(IArtifactStore store, StageJson json, IProgress<AttributionProgress>? progress)
{
    private readonly DataLocator _locator = DataLocation.CreateLocator(null);
    private readonly Dictionary<string, DataSource> _sources = new(StringComparer.Ordinal);
    private readonly Held<(string Model, string? Weights), torch.nn.Module<torch.Tensor, torch.Tensor>> _network = new();
    private readonly Held<string, FitSession> _fitting = new();
    private readonly Held<string, OpenFit> _fit = new();
    private readonly Held<string, AttributionTransformer> _asked = new();
    private readonly Held<string, RetrainingTask> _task = new();

    /// <summary>Settings as JSON.</summary>
    public StageJson Json => json;

    /// <summary>The store.</summary>
    public IArtifactStore Store => store;

    /// <summary>Retrainings at a time.</summary>
    public int Workers { get; } = torch.get_num_threads();

    /// <summary>Threads of a shard.</summary>
    public int Threads(PlanStage stage) => stage.Settings["threads"]?.GetValue<int>() ?? Workers;

    /// <summary>The training data of a job, which are those that were planned with.</summary>
    /// <exception cref="UserErrorException">They have changed, or cannot be used.</exception>
    public DataSource Training(FitJob job, CancellationToken cancellationToken)
    {
        var data = Open(job.Data, null, cancellationToken);
        Require(job.Data.Path, DataDigest.Of(data), job.DataDigest);
        return data;
    }

    /// <summary>The queries of a job, encoded as its training data.</summary>
    /// <exception cref="UserErrorException">They have changed, or cannot be used.</exception>
    public DataSource Queries(FitJob job, CancellationToken cancellationToken)
    {
        var training = Open(job.Data, null, cancellationToken);
        var data = Open(job.Queries!, training.Encoding, cancellationToken);
        Require(job.Queries!.Path, DataDigest.Of(data), job.QueriesDigest!);
        return data;
    }

    /// <summary>Opens data.</summary>
    public DataSource Open(DataOptions options, DataEncoding? like, CancellationToken cancellationToken)
    {
        var key = json.Write(options).ToJsonString() + like?.ToJson();
        if (!_sources.TryGetValue(key, out var data))
        {
            if (_sources.Count >= 4)
            {
                _sources.Clear();
            }

            data = OpenFit.Open(options, like, new FitRequest { Locator = _locator, CancellationToken = cancellationToken });
            _sources.Add(key, data);
        }

        return data;
    }

    /// <summary>The untrained network of a job, or the one of its checkpoint; the caller's to dispose.</summary>
    public torch.nn.Module<torch.Tensor, torch.Tensor> NewNetwork(FitJob job, CancellationToken cancellationToken)
    {
        var data = Training(job, cancellationToken);
        if (ModelDigest.Of(job.Model) != job.ModelDigest)
        {
            throw new UserErrorException(
                "The checkpoint or the assembly of the model is not the one that was planned with. Run the pipeline again: it is planned anew."
            );
        }

        if (job.Training is { } training)
        {
            torch.random.manual_seed(training.Seed); // first weights, those of constructors of one's own too
        }

        return NetworkTable.Open(job.Model, data.ItemShape, data.Classes.Count, cancellationToken).Network;
    }

    /// <summary>The network of a job with its weights.</summary>
    public torch.nn.Module<torch.Tensor, torch.Tensor> Network(StageContext context)
    {
        var (job, weights) = (context.Job, context.ArtifactOf(StageKinds.Train));
        return _network.Get(
            (FitOrigin.ModelText(job.Model) + job.ModelDigest + job.DataDigest, weights),
            () =>
                weights is null
                    ? NewNetwork(job, context.CancellationToken)
                    : StoredModel.Open(Origin(job, weights, context.CancellationToken), store, context.CancellationToken)
        );
    }

    /// <summary>The session of a fit, with its map where that is complete.</summary>
    public FitSession Fitting(StageContext context)
    {
        var job = context.Job;
        return _fitting.Get(
            context.ArtifactOf(StageKinds.Train) + json.Write(job with { Name = null }).ToJsonString(),
            () => Estimator(context).Begin(Training(job, context.CancellationToken).View(new MLContext(seed: 0))).Single()
        );
    }

    /// <summary>Forgets the session of a fit: stages that follow read what it stored.</summary>
    public void EndFitting() => _fitting.Release();

    /// <summary>The method of a job over its network.</summary>
    public AttributionEstimator Estimator(StageContext context)
    {
        var cancellationToken = context.CancellationToken;
        var (job, network) = (context.Job, Network(context));
        var data = Training(job, cancellationToken);
        var method = MethodTable.Get(job.Method!);
        var options = Bind(job) with
        {
            Store = store,
            Progress = progress,
            CancellationToken = cancellationToken,
            Notes = Origin(job, context.ArtifactOf(StageKinds.Train), cancellationToken).ToNotes(),
        };
        return method.Create(new MLContext(seed: 0), RowTask.Of(network, job.Model, data.ItemShape), options);
    }

    /// <summary>The options of a job's method.</summary>
    public static AttributionOptions Bind(FitJob job) =>
        OptionsBinder.Bind(MethodTable.Get(job.Method!).DefaultOptions(), job.Options!) with
        {
            Name = job.Name,
        };

    /// <summary>A fit of the plan, opened to be asked.</summary>
    public OpenFit Fit(StageContext context)
    {
        var key = context.ArtifactOf(StageKinds.Fit)!;
        return _fit.Get(
            key,
            () =>
                OpenFit.Open(
                    new MLContext(seed: 0),
                    store,
                    key,
                    new FitRequest
                    {
                        Locator = _locator,
                        Progress = progress,
                        NeedsTraining = true,
                        CancellationToken = context.CancellationToken,
                    }
                )
        );
    }

    /// <summary>The fit with the queries of the plan.</summary>
    /// <param name="context">The shard.</param>
    /// <param name="classes">The class of each query that is explained.</param>
    public AttributionTransformer Asked(StageContext context, IReadOnlyList<long> classes)
    {
        var (fit, job) = (Fit(context), context.Job);
        return _asked.Get(
            $"{fit.Description.Key} {job.QueriesDigest} {string.Join(' ', classes)}",
            () => fit.Transformer.WithQueries(Queries(job, context.CancellationToken).View(new MLContext(seed: 0), classes))
        );
    }

    /// <summary>What is retrained in an evaluation.</summary>
    public RetrainingTask Task(TaskOptions options) =>
        _task.Get(json.Write(options).ToJsonString(), () => TaskTable.CreateAsync(json.Tasks, options, _locator).GetAwaiter().GetResult());

    /// <summary>Closes everything.</summary>
    public void Release()
    {
        _asked.Release();
        _fit.Release();
        _fitting.Release();
        _network.Release();
        _task.Release();
    }

    private RowOrigin Origin(FitJob job, string? weights, CancellationToken cancellationToken) =>
        new()
        {
            Data = job.Data,
            Encoding = Training(job, cancellationToken).Encoding,
            Model = job.Model,
            Training = job.Training,
            Weights = weights,
        };

    private static void Require(string path, string found, string planned)
    {
        if (found != planned)
        {
            throw new UserErrorException(
                $"The rows of '{path}' are not those that were planned with. Run the pipeline again: it is planned anew, and what still holds "
                    + "is used."
            );
        }
    }
}
