using DataWorth.Artifacts;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Runs;
using DataWorth.Workflow.Shards;

namespace DataWorth.Cli.Commands.Run;

/// <summary>How fast stages were in the newest runs of a store: what predictions of times rest on.</summary>
internal sealed class StageRates
{
    private const int Runs = 3;

    private readonly Dictionary<string, (double Seconds, double Work)> _seen = new(StringComparer.Ordinal);

    /// <summary>The rates of a store.</summary>
    public static StageRates Of(IArtifactStore store, CancellationToken cancellationToken)
    {
        StageRates rates = new();
        foreach (var (folder, _) in RunFolder.List(store, cancellationToken).Take(Runs))
        {
            var plan = folder.ReadPlan(cancellationToken);
            var stages = plan.Stages.ToDictionary(stage => stage.Name);
            foreach (var attempt in folder.Attempts(cancellationToken: cancellationToken).Where(attempt => attempt.Exit == ShardExit.Done))
            {
                var stage = stages[attempt.Stage];
                var (seconds, work) = rates._seen.GetValueOrDefault(stage.Kind);
                rates._seen[stage.Kind] = (seconds + attempt.Seconds, work + (Work(stage) / stage.Shards));
            }
        }

        return rates;
    }

    /// <summary>Seconds that all shards of a stage take one after another; null where no such stage was seen.</summary>
    public double? Seconds(PlanStage stage) => _seen.TryGetValue(stage.Kind, out var seen) ? seen.Seconds / seen.Work * Work(stage) : null;

    private static double Work(PlanStage stage) => stage.Cost.Examples > 0 ? stage.Cost.Examples : stage.Shards;
}
