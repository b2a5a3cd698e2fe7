using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Runs;

namespace DataWorth.Cli.Commands.Run;

/// <summary>A plan as JSON; each worker takes <see cref="OpeningSeconds"/> besides, once, to read the data.</summary>
internal sealed record PlanResult(
    string Run,
    string Digest,
    long Shards,
    long Present,
    IReadOnlyList<PlanResult.StageRow> Stages,
    Simulation? Simulation,
    double OpeningSeconds
)
{
    /// <summary>Of a plan.</summary>
    public static PlanResult From(Plan plan, RunStatus status, StageRates rates, Simulation? simulation) =>
        new(
            plan.RunId,
            plan.Digest,
            status.Shards,
            status.Present,
            [
                .. status.Stages.Select(row => new StageRow(
                    row.Stage.Name,
                    row.Stage.Kind,
                    row.Stage.Key,
                    row.Stage.After,
                    row.Stage.Shards,
                    row.Present,
                    row.Stage.Cost.StoreBytes,
                    row.Stage.Cost.MemoryBytes,
                    rates.Seconds(row.Stage),
                    rates.Pace(row.Stage)?.ProcessorSeconds
                )),
            ],
            simulation,
            rates.Opening(plan)
        );

    /// <summary>A stage; its seconds on one worker and the processor time in them, where such a stage was run before.</summary>
    internal sealed record StageRow(
        string Name,
        string Kind,
        string Key,
        IReadOnlyList<string> After,
        int Shards,
        int Present,
        long StoreBytes,
        long MemoryBytes,
        double? Seconds,
        double? ProcessorSeconds
    );
}
