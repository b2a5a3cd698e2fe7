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
            foreach (var name in new[] { NameOf(stage), stage.Kind })
            {
                var (seconds, work) = _seen.GetValueOrDefault(name);
                _seen[name] = (seconds + attempt.Seconds, work + (Work(stage) / stage.Shards));
            }
        }
    }

    /// <summary>Seconds that all shards of a stage take one after another: by those of the same method where there are some, else of any;
    /// null where no such stage was seen.</summary>
    public double? Seconds(PlanStage stage) =>
        _seen.TryGetValue(NameOf(stage), out var seen) || _seen.TryGetValue(stage.Kind, out seen)
            ? seen.Seconds / seen.Work * Work(stage)
            : null;

    private static string NameOf(PlanStage stage) => $"{stage.Kind} {stage.Settings["method"]}";

    private static double Work(PlanStage stage) =>
        stage.Cost.Operations > 0 ? stage.Cost.Operations
        : stage.Cost.Examples > 0 ? stage.Cost.Examples
        : stage.Shards;
}
