using DataWorth.Artifacts;
using DataWorth.Cli.Hosting;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Shards;
using TorchSharp;

namespace DataWorth.Cli.Stages;

/// <summary>Computes the shards of pipelines.</summary>
/// <param name="store">The store.</param>
/// <param name="json">Settings as JSON.</param>
/// <param name="progress">Told how far a shard is; null for nobody.</param>
internal sealed class PipelineWork(IArtifactStore store, StageJson json, IProgress<AttributionProgress>? progress = null) : IStageWork
{
    private readonly StageSession _session = new(store, json, progress);

    /// <inheritdoc/>
    public StageResult Run(Plan plan, PlanStage stage, int shard, ShardRecords results, CancellationToken cancellationToken)
    {
        // libtorch's number is each thread's own.
        torch.set_num_threads(_session.Threads(stage));
        try
        {
            return StageTable.Get(stage.Kind).Run(new StageContext(plan, stage, shard, results, _session, cancellationToken));
        }
        catch
        {
            _session.Release(); // nothing half made is gone on with
            throw;
        }
    }

    /// <inheritdoc/>
    public bool IsPermanent(Exception exception) =>
        exception is ArtifactDamagedException
        || (
            exception is not ArtifactStorageException
            && ErrorText.ExitCodeOf(exception) is ExitCodes.BadInput or ExitCodes.MissingInstallation
        );

    /// <inheritdoc/>
    public string MessageOf(Exception exception) => ErrorText.MessageOf(exception);

    /// <inheritdoc/>
    public void Dispose() => _session.Release();
}
