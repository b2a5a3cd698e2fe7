using DataWorth.Workflow.Plans;

namespace DataWorth.Workflow.Simulation;

/// <summary>Plays a plan through with workers that are only imagined: event by event, as the engines schedule it.</summary>
/// <remarks>A shard begins when a worker is free and the stages before its own are complete; earlier stages go first. A shard takes its share of
/// the stage's measured seconds, divided by the speed, or of its operations, divided by a worker's; then its share of the bytes, divided by the
/// bandwidth; and the engine's overhead.</remarks>
public static class PlanSimulation
{
    /// <summary>Plays a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="seconds">Seconds that all shards of a stage take one after another on a measured worker; not asked where
    /// <see cref="SimulationOptions.Flops"/> are given.</param>
    /// <param name="missing">How many of a stage's shards are to be computed; null for all.</param>
    /// <param name="options">The workers.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no workers.</exception>
    public static SimulatedRun Run(Plan plan, Func<PlanStage, double> seconds, Func<PlanStage, int>? missing, SimulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Workers);
        var open = plan.Stages.ToDictionary(stage => stage.Name, stage => missing?.Invoke(stage) ?? stage.Shards);
        var waiting = plan.Stages.ToDictionary(stage => stage.Name, stage => open[stage.Name]);
        var ready = plan.Stages.ToDictionary(stage => stage.Name, _ => 0.0);
        var begin = new Dictionary<string, double>();
        var end = new Dictionary<string, double>();
        PriorityQueue<PlanStage, double> running = new();
        var (now, busy, free) = (0.0, 0.0, options.Workers);
        while (true)
        {
            // What ends at the same moment ends before anything begins.
            var ends = running.TryPeek(out _, out var soonest) && soonest <= now;
            var next = ends
                ? null
                : plan.Stages.FirstOrDefault(stage =>
                    waiting[stage.Name] > 0 && ready[stage.Name] <= now && stage.After.All(name => open[name] == 0)
                );
            if (free > 0 && next is not null)
            {
                var length = (Work(next, seconds, options) / next.Shards) + options.ShardSeconds;
                begin.TryAdd(next.Name, now);
                running.Enqueue(next, now + length);
                waiting[next.Name]--;
                busy += length;
                free--;
                continue;
            }

            var later = plan
                .Stages.Where(stage => waiting[stage.Name] > 0 && stage.After.All(name => open[name] == 0) && ready[stage.Name] > now)
                .Select(stage => ready[stage.Name])
                .DefaultIfEmpty(double.PositiveInfinity)
                .Min();
            if (running.TryPeek(out var first, out var done) && (done <= later || free == 0))
            {
                running.Dequeue();
                (now, free) = (done, free + 1);
                if (--open[first.Name] == 0)
                {
                    end[first.Name] = now;
                    foreach (var stage in plan.Stages.Where(stage => stage.After.Contains(first.Name)))
                    {
                        ready[stage.Name] = Math.Max(ready[stage.Name], now + options.StageSeconds);
                    }
                }
            }
            else if (double.IsFinite(later))
            {
                now = later;
            }
            else
            {
                break;
            }
        }

        return new SimulatedRun(
            now,
            busy,
            [.. plan.Stages.Where(stage => end.ContainsKey(stage.Name)).Select(stage => (stage.Name, begin[stage.Name], end[stage.Name]))],
            plan.Stages.Where(stage => end.ContainsKey(stage.Name)).Sum(stage => stage.Cost.StoreBytes),
            plan.Stages.Where(stage => end.ContainsKey(stage.Name)).Sum(stage => stage.Cost.StoreBytes + stage.Cost.ReadBytes),
            now / 3600 * options.Workers * options.Price
        );
    }

    private static double Work(PlanStage stage, Func<PlanStage, double> seconds, SimulationOptions options)
    {
        var computing = (options.Flops > 0 ? stage.Cost.Operations / options.Flops : seconds(stage)) / options.Speed;
        return options.Bandwidth > 0 ? computing + ((stage.Cost.StoreBytes + stage.Cost.ReadBytes) / options.Bandwidth) : computing;
    }
}
