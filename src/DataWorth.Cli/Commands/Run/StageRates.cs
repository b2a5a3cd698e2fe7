using DataWorth.Artifacts;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Runs;
using DataWorth.Workflow.Shards;
using DataWorth.Workflow.Simulation;

namespace DataWorth.Cli.Commands.Run;

/// <summary>How fast stages were in the newest runs of a store: what predictions of times rest on.</summary>
internal sealed class StageRates
{
    private const int Runs = 3;
    private const int Shards = 50; // of a stage: as many as tell its rate

    private const double Alike = 1000; // operations of an example: those of a toy say nothing of a large model

    private readonly List<Seen> _seen = [];

    /// <summary>The rates of a store.</summary>
    public static StageRates Of(IArtifactStore store, CancellationToken cancellationToken)
    {
        StageRates rates = new();
        foreach (var (folder, _) in RunFolder.List(store, cancellationToken).Take(Runs))
        {
            foreach (var stage in StagesOf(folder, cancellationToken))
            {
                rates.Add(stage, folder.Attempts(stage.Name, shard => shard < Shards, cancellationToken));
            }
        }

        return rates;
    }

    // A damaged plan of an earlier run tells no rates, and stops no other one.
    private static IReadOnlyList<PlanStage> StagesOf(RunFolder folder, CancellationToken cancellationToken)
    {
        try
        {
            return folder.ReadPlan(cancellationToken).Stages;
        }
        catch (ArtifactDamagedException)
        {
            return [];
        }
    }

    /// <summary>Takes the tries of a stage.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="attempts">The tries; those that did not succeed say nothing.</param>
    public void Add(PlanStage stage, IEnumerable<ShardAttempt> attempts)
    {
        foreach (var worker in attempts.Where(attempt => attempt.Exit == ShardExit.Done).GroupBy(attempt => attempt.Worker))
        {
            _seen.AddRange(
                worker.OrderBy(attempt => attempt.Started).Select((attempt, order) => new Seen(stage, attempt, IsFirst: order == 0))
            );
        }
    }

    /// <summary>Seconds that all shards of a stage take one after another on one worker; null where no such stage was seen.</summary>
    public double? Seconds(PlanStage stage) => Pace(stage)?.Seconds;

    /// <summary>How long a stage takes: by those of the same method where there are some, else of any; null where no such stage was
    /// seen.</summary>
    public StagePace? Pace(PlanStage stage) =>
        Pace(stage, _seen.Where(seen => NameOf(seen.Stage) == NameOf(stage)))
        ?? Pace(stage, _seen.Where(seen => seen.Stage.Kind == stage.Kind));

    private static StagePace? Pace(PlanStage stage, IEnumerable<Seen> seen)
    {
        var like = seen.Where(one => Math.Max(Size(one.Stage), Size(stage)) <= Alike * Math.Min(Size(one.Stage), Size(stage))).ToList();
        if (like.Count == 0)
        {
            return null;
        }

        // What a worker's first shard takes longer than its later ones is what it opens. Where it takes no longer (or there are no later ones, or
        // shards are unlike and the first was a small one), nobody knows: all is work.
        var (first, later) = (like.FindAll(one => one.IsFirst), like.FindAll(one => !one.IsFirst));
        var cores = like.Sum(one => one.Attempt.ProcessorSeconds) / like.Sum(one => one.Attempt.Seconds);
        if (later.Count == 0 && Line(first) is var (opens, each))
        {
            return new(each * Work(stage), opens, cores > 0 ? cores : 1);
        }

        var rate = later.Count > 0 && Rate(first) > Rate(later) ? Rate(later) : Rate(like);
        var opening = first.Sum(one => one.Attempt.Seconds - (rate * one.Work)) / first.Sum(one => Work(one.Stage)) * Work(stage);
        return new(rate * Work(stage), rate < Rate(like) ? opening : 0, cores > 0 ? cores : 1);
    }

    // Stages of one shard and of several sizes lie about a line: what is opened, and what the work takes. Null where they do not.
    private static (double Opening, double Rate)? Line(List<Seen> seen)
    {
        var (work, seconds) = (seen.Average(one => one.Work), seen.Average(one => one.Attempt.Seconds));
        var spread = seen.Sum(one => Math.Pow(one.Work - work, 2));
        if (spread < seen.Count * Math.Pow(work / 4, 2))
        {
            return null;
        }

        var rate = seen.Sum(one => (one.Work - work) * (one.Attempt.Seconds - seconds)) / spread;
        var opening = seconds - (rate * work);
        return rate > 0 && opening >= 0 ? (opening, rate) : null;
    }

    private static double Rate(List<Seen> seen) => seen.Sum(one => one.Attempt.Seconds) / seen.Sum(one => one.Work);

    // 1 where the model does not run.
    private static double Size(PlanStage stage) => Math.Max(1, stage.Cost.Operations / Math.Max(1, stage.Cost.Examples));

    private static string NameOf(PlanStage stage) => $"{stage.Kind} {stage.Settings["method"]}";

    private static double Work(PlanStage stage) =>
        stage.Cost.Operations > 0 ? stage.Cost.Operations
        : stage.Cost.Examples > 0 ? stage.Cost.Examples
        : stage.Shards;

    private sealed record Seen(PlanStage Stage, ShardAttempt Attempt, bool IsFirst)
    {
        public double Work => Work(Stage) / Stage.Shards;
    }
}
