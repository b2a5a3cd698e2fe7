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

    private const double Alike = 1000; // operations of an example: those of a toy say nothing of a large model

    private readonly List<(string Name, double Size, double Seconds, double Work)> _seen = [];

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
            var work = Work(stage) / stage.Shards;
            _seen.Add((NameOf(stage), Size(stage), attempt.Seconds, work));
            _seen.Add((stage.Kind, Size(stage), attempt.Seconds, work));
        }
    }

    /// <summary>Seconds that all shards of a stage take one after another: by those of the same method where there are some, else of any;
    /// null where no such stage was seen.</summary>
    public double? Seconds(PlanStage stage) => Seconds(NameOf(stage), stage) ?? Seconds(stage.Kind, stage);

    private double? Seconds(string name, PlanStage stage)
    {
        var like = _seen
            .Where(seen => seen.Name == name && Math.Max(seen.Size, Size(stage)) <= Alike * Math.Min(seen.Size, Size(stage)))
            .ToList();
        return like.Count == 0 ? null : like.Sum(seen => seen.Seconds) / like.Sum(seen => seen.Work) * Work(stage);
    }

    // 1 where the model does not run.
    private static double Size(PlanStage stage) => Math.Max(1, stage.Cost.Operations / Math.Max(1, stage.Cost.Examples));

    private static string NameOf(PlanStage stage) => $"{stage.Kind} {stage.Settings["method"]}";

    private static double Work(PlanStage stage) =>
        stage.Cost.Operations > 0 ? stage.Cost.Operations
        : stage.Cost.Examples > 0 ? stage.Cost.Examples
        : stage.Shards;
}
