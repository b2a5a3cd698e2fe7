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
    private readonly List<(double Seconds, double Examples)> _openings = []; // of each worker of each run

    /// <summary>The rates of a store.</summary>
    public static StageRates Of(IArtifactStore store, CancellationToken cancellationToken)
    {
        StageRates rates = new();
        foreach (var (folder, _) in RunFolder.List(store, cancellationToken).Take(Runs))
        {
            List<ShardAttempt> all = [];
            var stages = StagesOf(folder, cancellationToken);
            foreach (var stage in stages)
            {
                var attempts = folder.Attempts(stage.Name, shard => shard < Shards, cancellationToken).ToList();
                rates.Add(stage, attempts);
                all.AddRange(attempts);
            }

            var openings = all.GroupBy(attempt => attempt.Worker).Select(worker => worker.Sum(attempt => attempt.OpeningSeconds));
            rates._openings.AddRange(openings.Where(seconds => seconds > 0).Select(seconds => (seconds, ExamplesOf(stages))));
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
            var done = worker.OrderBy(attempt => attempt.Started).ToList();
            _seen.AddRange(done.Select((attempt, order) => new Seen(stage, attempt, order == 0, IsLate: 2 * order >= done.Count)));
        }
    }

    /// <summary>Seconds that each worker takes once to read the data of a plan: by the rows that earlier ones read; 0 where none did.</summary>
    public double Opening(Plan plan) =>
        _openings.Count == 0 ? 0 : _openings.Sum(one => one.Seconds) / _openings.Sum(one => one.Examples) * ExamplesOf(plan.Stages);

    private static double ExamplesOf(IReadOnlyList<PlanStage> stages) =>
        stages.Select(stage => stage.Cost.Examples).DefaultIfEmpty(1).Max() is > 0 and var examples ? examples : 1;

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
        var cores = Cores(later.Exists(one => one.IsLate) ? later.FindAll(one => one.IsLate) : like); // beside earlier ones the runtime compiles
        if (later.Count == 0 && Line(first.ConvertAll(one => (one.Work, one.Seconds))) is (>= 0 and var opens, > 0 and var each))
        {
            return new(each * Work(stage), opens, cores);
        }

        var rate = later.Count > 0 && Rate(first) > Rate(later) ? Rate(later) : Rate(like);
        var opening =
            rate < Rate(like) ? Scaled(first.ConvertAll(one => (Work(one.Stage), one.Seconds - (rate * one.Work))), Work(stage)) : 0;
        return new(rate * Work(stage), opening, cores);
    }

    // Partly the same whatever the size of the stage (a model), partly in proportion to it (rows); all in proportion where one size was seen.
    private static double Scaled(List<(double Work, double Seconds)> seen, double work) =>
        Line(seen) switch
        {
            (_, < 0) => seen.Average(one => one.Seconds),
            (>= 0 and var fixedPart, var each) => fixedPart + (each * work),
            _ => seen.Sum(one => one.Seconds) / seen.Sum(one => one.Work) * work,
        };

    // Of several sizes: what is there without any work, and what the work takes. Null where sizes are alike.
    private static (double Fixed, double Rate)? Line(List<(double Work, double Seconds)> seen)
    {
        var (work, seconds) = (seen.Average(one => one.Work), seen.Average(one => one.Seconds));
        var spread = seen.Sum(one => Math.Pow(one.Work - work, 2));
        if (spread < seen.Count * Math.Pow(work / 4, 2))
        {
            return null;
        }

        var rate = seen.Sum(one => (one.Work - work) * (one.Seconds - seconds)) / spread;
        return (seconds - (rate * work), rate);
    }

    private static double Cores(List<Seen> seen) =>
        seen.Sum(one => one.Attempt.ProcessorSeconds) / seen.Sum(one => one.Attempt.Seconds) is > 0 and var cores ? cores : 1;

    private static double Rate(List<Seen> seen) => seen.Sum(one => one.Seconds) / seen.Sum(one => one.Work);

    // 1 where the model does not run.
    private static double Size(PlanStage stage) => Math.Max(1, stage.Cost.Operations / Math.Max(1, stage.Cost.Examples));

    private static string NameOf(PlanStage stage) => $"{stage.Kind} {stage.Settings["method"]}";

    private static double Work(PlanStage stage) =>
        stage.Cost.Operations > 0 ? stage.Cost.Operations
        : stage.Cost.Examples > 0 ? stage.Cost.Examples
        : stage.Shards;

    private sealed record Seen(PlanStage Stage, ShardAttempt Attempt, bool IsFirst, bool IsLate)
    {
        public double Work => Work(Stage) / Stage.Shards;

        public double Seconds => Attempt.Seconds - Attempt.OpeningSeconds;
    }
}
