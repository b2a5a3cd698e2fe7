using DataWorth.Artifacts;
using DataWorth.Cli.Commands.Data;
using DataWorth.Cli.Fits;
using DataWorth.Cli.Fits.Rows;
using DataWorth.Cli.Fits.Subjects;
using DataWorth.Cli.Hosting;
using DataWorth.Configuration;
using DataWorth.Evaluation.Retraining;
using DataWorth.Evaluation.Tasks;
using DataWorth.Methods;
using DataWorth.Models.Data;
using DataWorth.Stages;
using DataWorth.Workflow.Plans;
using Microsoft.ML;
using TorchSharp;

namespace DataWorth.Cli.Stages;

/// <summary>Data, models and fits that stay open from one shard of a process to the next; the last of each.</summary>
/// <param name="store">The store.</param>
/// <param name="json">Settings as JSON.</param>
/// <param name="progress">Told how far a shard is.</param>
/// <param name="downloads">Whether known data sets are downloaded that are nowhere.</param>
internal sealed class StageSession(IArtifactStore store, StageJson json, IProgress<AttributionProgress>? progress, bool downloads = true)
{
    private const int BatchSize = 256;

    private readonly DataLocator _locator = DataLocation.CreateLocator(null, downloads);
    private readonly OpenData _data = new();
    private readonly Held<(string Subject, string? Weights), FitSubject> _subject = new();
    private readonly Held<string, FitSession> _fitting = new();
    private readonly Held<string, OpenFit> _fit = new();
    private readonly Held<string, AttributionTransformer> _asked = new();
    private readonly Held<string, RetrainingTask> _task = new();

    /// <summary>What this process has taken to read data, which it does once.</summary>
    public TimeSpan Reading => _data.Taken;

    /// <summary>Settings as JSON.</summary>
    public StageJson Json => json;

    /// <summary>The store.</summary>
    public IArtifactStore Store => store;

    /// <summary>Retrainings at a time.</summary>
    public int Workers { get; } = torch.get_num_threads();

    /// <summary>Threads of a shard.</summary>
    public int Threads(PlanStage stage) => stage.Settings["threads"]?.GetValue<int>() ?? Workers;

    /// <summary>What commands know when they open fits and data.</summary>
    /// <param name="cancellationToken">Stops.</param>
    /// <param name="isPlan">Whether nothing is written.</param>
    public FitRequest Request(CancellationToken cancellationToken, bool isPlan = false) =>
        new()
        {
            Store = store,
            IsPlan = isPlan,
            Locator = _locator,
            Progress = progress,
            Data = _data,
            NeedsTraining = true,
            Names = OptionNames.Written,
            CancellationToken = cancellationToken,
        };

    /// <summary>Data and model of a job, which are those that were planned with; a model that is to be trained has its first weights. The
    /// caller's to dispose.</summary>
    /// <exception cref="UserErrorException">They have changed, or cannot be used.</exception>
    public FitSubject Open(FitJob job, CancellationToken cancellationToken)
    {
        if (job.Subject.FilesDigest() != job.ModelDigest)
        {
            throw new UserErrorException(
                "The checkpoint or the assembly of the model is not the one that was planned with. Run the pipeline again: it is planned anew."
            );
        }

        var subject = job.Subject.Open(Request(cancellationToken));
        try
        {
            Require(job.Subject.Path, subject.DataDigest, job.DataDigest);
            return subject;
        }
        catch
        {
            subject.Dispose();
            throw;
        }
    }

    /// <summary>Data and model of a job, with the weights of its training.</summary>
    public FitSubject Subject(StageContext context)
    {
        var (job, weights) = (context.Job, context.ArtifactOf(StageKinds.Train));
        return _subject.Get(
            (json.Write(job.Subject).ToJsonString() + job.ModelDigest + job.DataDigest, weights),
            () =>
            {
                _fitting.Release(); // of the model that was open
                var subject = Open(job, context.CancellationToken);
                if (weights is not null)
                {
                    subject.TakeWeights(weights, store);
                }

                return subject;
            }
        );
    }

    /// <summary>The queries of a job.</summary>
    /// <param name="subject">What it is asked of.</param>
    /// <param name="job">The job.</param>
    /// <param name="predictions">What the model predicts, where that is known; null to let it.</param>
    /// <param name="withContent">Whether they are shown.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="UserErrorException">They have changed, or cannot be used.</exception>
    public AskedRows Ask(
        FitSubject subject,
        FitJob job,
        IReadOnlyList<Prediction>? predictions,
        bool withContent,
        CancellationToken cancellationToken
    )
    {
        var (data, request) = (TypedData.Of(job.Queries!, Pipelines.PipelineDefinition.QueriesName), Request(cancellationToken));
        Require(data.Path, subject.Inspect(data, request).Digest, job.QueriesDigest!);
        return subject.Ask(data, job.ExplainsLabels, BatchSize, withContent, request, predictions);
    }

    /// <summary>The session of a fit, with its map where that is complete.</summary>
    public FitSession Fitting(StageContext context)
    {
        var job = context.Job;
        return _fitting.Get(
            context.ArtifactOf(StageKinds.Train) + json.Write(job with { Name = null }).ToJsonString(),
            () => Estimator(context).Begin(Subject(context).View(new MLContext(seed: 0))!).Single()
        );
    }

    /// <summary>Forgets the session of a fit: stages that follow read what it stored.</summary>
    public void EndFitting() => _fitting.Release();

    /// <summary>The method of a job over its network.</summary>
    public AttributionEstimator Estimator(StageContext context)
    {
        var (job, subject) = (context.Job, Subject(context));
        var options = Bind(job) with
        {
            Store = store,
            Progress = progress,
            CancellationToken = context.CancellationToken,
            Notes = subject.Origin.ToNotes(),
        };
        return MethodTable.Get(job.Method!).Create(new MLContext(seed: 0), subject.Task, options);
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
            {
                _asked.Release(); // of the fit that was open
                return OpenFit.Open(new MLContext(seed: 0), store, key, Request(context.CancellationToken));
            }
        );
    }

    /// <summary>The fit with the queries of the plan.</summary>
    /// <param name="context">The shard.</param>
    /// <param name="predictions">What the model predicts for them.</param>
    public AttributionTransformer Asked(StageContext context, IReadOnlyList<Prediction> predictions)
    {
        var (fit, job) = (Fit(context), context.Job);
        return _asked.Get(
            $"{fit.Description.Key} {job.QueriesDigest} {string.Join(' ', predictions)}",
            () => fit.Transformer.WithQueries(Ask(fit.Subject, job, predictions, withContent: false, context.CancellationToken).View)
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
        _subject.Release();
        _task.Release();
    }

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
