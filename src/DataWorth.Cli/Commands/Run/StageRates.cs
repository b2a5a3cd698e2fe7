using DataWorth.Artifacts;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Runs;
using DataWorth.Workflow.Shards;

namespace DataWorth.Cli.Commands.Run;

/// <summary>How fast stages were in the newest runs of a store: what predictions of times rest on.</summary>
internal sealed class StageRates
{
    private const int Runs = 3;
    private const int Shards = 50; // of a stage: as many as tell its rate

    private readonly Dictionary<string, (double Seconds, double Work)> _seen = new(StringComparer.Ordinal);

    /// <summary>The rates of a store.</summary>
    public static StageRates Of(IArtifactStore store, CancellationToken cancellationToken)
    {
        StageRates rates = new();
        foreach (var (folder, _) in RunFolder.List(store, cancellationToken).Take(Runs))
        {
            foreach (var stage in folder.ReadPlan(cancellationToken).Stages)
            {
                foreach (var attempt in folder.Attempts(stage.Name, shard => shard < Shards, cancellationToken))
                {
                    rates.Add(stage, attempt);
                }
            }
        }

        return rates;
    }

    private void Add(PlanStage stage, ShardAttempt attempt)
    {
        if (attempt.Exit == ShardExit.Done)
        {
            var (seconds, work) = _seen.GetValueOrDefault(stage.Kind);
            _seen[stage.Kind] = (seconds + attempt.Seconds, work + (Work(stage) / stage.Shards));
        }
    }

    /// <summary>Seconds that all shards of a stage take one after another; null where no such stage was seen.</summary>
    public double? Seconds(PlanStage stage) => _seen.TryGetValue(stage.Kind, out var seen) ? seen.Seconds / seen.Work * Work(stage) : null;

    private static double Work(PlanStage stage) => stage.Cost.Examples > 0 ? stage.Cost.Examples : stage.Shards;
}
