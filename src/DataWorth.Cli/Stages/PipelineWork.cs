using System.Diagnostics;
using DataWorth.Artifacts;
using DataWorth.Cli.Hosting;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Shards;
using Serilog;
using TorchSharp;

namespace DataWorth.Cli.Stages;

/// <summary>Computes the shards of pipelines.</summary>
/// <param name="store">The store.</param>
/// <param name="json">Settings as JSON.</param>
/// <param name="progress">Told how far a shard is; null for nobody.</param>
/// <param name="log">The log; null for none.</param>
internal sealed class PipelineWork(
    IArtifactStore store,
    StageJson json,
    IProgress<AttributionProgress>? progress = null,
    ILogger? log = null
) : IStageWork
{
    private readonly StageSession _session = new(store, json, progress);

    /// <inheritdoc/>
    public StageResult Run(Plan plan, PlanStage stage, int shard, ShardRecords results, CancellationToken cancellationToken)
    {
        // libtorch's number is each thread's own.
        torch.set_num_threads(_session.Threads(stage));
        var (start, reading) = (Stopwatch.GetTimestamp(), _session.Reading);
        log?.Debug("{What:l} begins", stage.Describe(shard));
        try
        {
            var result = StageTable.Get(stage.Kind).Run(new StageContext(plan, stage, shard, results, _session, cancellationToken));
            log?.Debug("{What:l} ended after {Seconds:0.000} s", stage.Describe(shard), Stopwatch.GetElapsedTime(start).TotalSeconds);
            return result with { OpeningSeconds = (_session.Reading - reading).TotalSeconds };
        }
        catch (Exception exception)
        {
            log?.Debug(exception, "{What:l} did not succeed", stage.Describe(shard));
            _session.Release(); // nothing half made is gone on with
            throw;
        }
    }

    /// <inheritdoc/>
    public bool IsPermanent(Exception exception) => CannotSucceed(exception);

    /// <summary>Whether an exception comes again whenever it is tried: not where a store cannot be reached.</summary>
    public static bool CannotSucceed(Exception exception) =>
        exception is ArtifactDamagedException
        || (
            exception is not ArtifactStorageException
            && ErrorText.ExitCodeOf(exception) is ExitCodes.BadInput or ExitCodes.MissingInstallation
        );

    /// <summary>The message, which goes into the store: no credential is left in it.</summary>
    public string MessageOf(Exception exception) => Secrets.Hide(ErrorText.MessageOf(exception));

    /// <inheritdoc/>
    public void Dispose() => _session.Release();
}
