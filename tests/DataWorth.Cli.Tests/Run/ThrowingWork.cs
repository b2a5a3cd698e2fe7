using DataWorth.Artifacts;
using DataWorth.Cli.Stages;
using DataWorth.Evaluation.Tasks;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Runs;
using DataWorth.Workflow.Shards;

namespace DataWorth.Cli.Tests.Run;

/// <summary>The work of pipelines, except that every shard throws.</summary>
internal sealed class ThrowingWork(string message) : IStageWork
{
    private PipelineWork? _real;

    /// <summary>Tries the first shard of a run.</summary>
    public void Fail(string folder, string run)
    {
        using var store = ArtifactStores.Open(folder);
        using (_real = new PipelineWork(store, new StageJson(TaskTable.Tasks)))
        {
            var runFolder = RunFolder.Find(store, run);
            var plan = runFolder.ReadPlan();
            Assert.Equal(ShardExit.Transient, new ShardRunner(runFolder, plan, this).Run(plan.Stages[0].Name, 0).Exit);
        }
    }

    public StageResult Run(Plan plan, PlanStage stage, int shard, ShardRecords results, CancellationToken cancellationToken) =>
        throw new IOException(message);

    public bool IsPermanent(Exception exception) => _real!.IsPermanent(exception);

    public string MessageOf(Exception exception) => _real!.MessageOf(exception);

    public void Dispose() { }
}
