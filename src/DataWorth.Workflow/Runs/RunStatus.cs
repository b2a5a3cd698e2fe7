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
        var present = plan.Stages.ToDictionary(stage => stage.Name, stage => records.Present(stage, cancellationToken));
        var isComplete = plan.Stages.All(stage => present[stage.Name].Count == stage.Shards);
        var attempts = isComplete
            ? []
            : folder
                .Attempts(cancellationToken: cancellationToken)
                .GroupBy(attempt => (attempt.Stage, attempt.Shard))
                .Select(shard => shard.MaxBy(attempt => attempt.Started)!)
                .Where(attempt => attempt.Exit is ShardExit.Permanent or ShardExit.Transient)
                .ToList();
        List<StageStatus> stages =
        [
            .. plan.Stages.Select(stage => new StageStatus(
                stage,
                present[stage.Name].Count,
                [.. attempts.Where(attempt => attempt.Stage == stage.Name && !present[stage.Name].Contains(attempt.Shard))]
            )),
        ];
        var state =
            isComplete ? RunState.Complete
            : folder.IsCancelled(cancellationToken) ? RunState.Cancelled
            : stages.Any(stage => stage.Failures.Any(failure => failure.Exit == ShardExit.Permanent)) ? RunState.Failed
            : RunState.Unfinished;
        return new RunStatus(folder.RunId, state, stages);
    }
}
