using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Shards;

namespace DataWorth.Workflow.Runs;

/// <summary>How far a run is, by what is in the store: the same on every engine, and after the engine has forgotten it.</summary>
/// <param name="RunId">Name of the run.</param>
/// <param name="State">What the store says.</param>
/// <param name="Stages">The stages in the order of the plan.</param>
public sealed record RunStatus(string RunId, RunState State, IReadOnlyList<StageStatus> Stages)
{
    /// <summary>Number of shards in the store.</summary>
    public long Present => Stages.Sum(stage => (long)stage.Present);

    /// <summary>Number of shards.</summary>
    public long Shards => Stages.Sum(stage => (long)stage.Stage.Shards);

    /// <summary>Reads it.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static RunStatus Read(RunFolder folder, Plan plan, CancellationToken cancellationToken = default)
    {
        ShardRecords records = new(folder.Store);
        var present = plan.Stages.ToDictionary(stage => stage.Name, stage => records.Whole(stage, cancellationToken));
        List<StageStatus> stages =
        [
            .. plan.Stages.Select(stage => new StageStatus(
                stage,
                present[stage.Name].Count,
                present[stage.Name].Count == stage.Shards ? [] : Failures(folder, stage, present[stage.Name], cancellationToken)
            )),
        ];
        var isComplete = stages.TrueForAll(stage => stage.IsComplete);
        var state =
            isComplete ? RunState.Complete
            : folder.IsCancelled(cancellationToken) ? RunState.Cancelled
            : stages.Any(stage => stage.Failures.Any(failure => failure.Exit == ShardExit.Permanent)) ? RunState.Failed
            : RunState.Unfinished;
        return new RunStatus(folder.RunId, state, stages);
    }

    private static IReadOnlyList<ShardAttempt> Failures(
        RunFolder folder,
        PlanStage stage,
        IReadOnlySet<int> present,
        CancellationToken cancellationToken
    ) =>
        [
            .. folder
                .Attempts(stage.Name, shard => !present.Contains(shard), cancellationToken)
                .GroupBy(attempt => attempt.Shard)
                .Select(shard => shard.MaxBy(attempt => attempt.Started)!)
                .Where(attempt => attempt.Exit is ShardExit.Permanent or ShardExit.Transient),
        ];
}
