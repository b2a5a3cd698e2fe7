using DataWorth.Workflow.Plans;

namespace DataWorth.Workflow.Simulation;

/// <summary>Plays a plan through with workers that are only imagined: event by event, as the engines schedule it.</summary>
/// <remarks>
/// A shard begins when a worker is free and the stages before its own are complete; earlier stages go first. A shard takes its share of the stage's
/// measured seconds, divided by the speed, or of its operations, divided by a worker's; then its share of the bytes, divided by the bandwidth; and
/// the engine's overhead. The first shard of a worker takes what it opens for all that follows, the first one of a stage what it opens for
/// that. Where workers share processor cores and what runs wants more of them than there are, everything that runs goes on so much slower;
/// cores slow each other down besides.
/// </remarks>
public sealed class PlanSimulation
{
    private const double Moment = 1e-9; // seconds: what ends so close together ends at once

    private readonly Plan _plan;
    private readonly Func<PlanStage, StagePace> _pace;
    private readonly SimulationOptions _options;
    private readonly double _opening;
    private readonly Dictionary<string, int> _open;
    private readonly Dictionary<string, int> _waiting;
    private readonly Dictionary<string, double> _ready;
    private readonly Dictionary<string, double> _begin = [];
    private readonly Dictionary<string, double> _end = [];
    private readonly List<(int Worker, PlanStage? Last)> _free;
    private readonly List<Running> _running = [];
    private double _now;
    private double _busy;

    private PlanSimulation(
        Plan plan,
        Func<PlanStage, StagePace> pace,
        Func<PlanStage, int>? missing,
        SimulationOptions options,
        double opening
    )
    {
        (_plan, _pace, _options, _opening) = (plan, pace, options, opening);
        _open = plan.Stages.ToDictionary(stage => stage.Name, stage => missing?.Invoke(stage) ?? stage.Shards);
        _waiting = new(_open);
        _ready = plan.Stages.ToDictionary(stage => stage.Name, _ => 0.0);
        _free = [.. Enumerable.Range(0, options.Workers).Select(worker => (worker, (PlanStage?)null))];
    }

    /// <summary>Plays a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="pace">How long a stage takes on a measured worker; its seconds are not asked for where <see cref="SimulationOptions.Flops"/>
    /// are given.</param>
    /// <param name="missing">How many of a stage's shards are to be computed; null for all.</param>
    /// <param name="options">The workers.</param>
    /// <param name="opening">Seconds that each worker takes once, before its first shard: it reads the data. Default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no workers.</exception>
    public static SimulatedRun Run(
        Plan plan,
        Func<PlanStage, StagePace> pace,
        Func<PlanStage, int>? missing,
        SimulationOptions options,
        double opening = 0
    )
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Workers);
        return new PlanSimulation(plan, pace, missing, options, opening).Run();
    }

    private SimulatedRun Run()
    {
        do
        {
            while (_free.Count > 0 && _plan.Stages.FirstOrDefault(stage => Waits(stage) && _ready[stage.Name] <= _now) is { } next)
            {
                Begin(next);
            }
        } while (Advance());

        var done = _plan.Stages.Where(stage => _end.ContainsKey(stage.Name)).ToList();
        return new SimulatedRun(
            _now,
            _busy,
            [.. done.Select(stage => (stage.Name, _begin[stage.Name], _end[stage.Name]))],
            done.Sum(stage => stage.Cost.StoreBytes),
            done.Sum(stage => stage.Cost.StoreBytes + stage.Cost.ReadBytes),
            _now / 3600 * _options.Workers * _options.Price
        );
    }

    private bool Waits(PlanStage stage) => _waiting[stage.Name] > 0 && stage.After.All(name => _open[name] == 0);

    // A worker that has the stage open takes it before another one does.
    private void Begin(PlanStage stage)
    {
        var pace = _options.Flops > 0 ? new(stage.Cost.Operations / _options.Flops) : _pace(stage);
        var place = Math.Max(0, _free.FindIndex(free => free.Last == stage));
        var (worker, last) = _free[place];
        _free.RemoveAt(place);
        var opening = (last is null ? _opening : 0) + (last == stage ? 0 : pace.OpeningSeconds);
        var computing = ((pace.WorkSeconds / stage.Shards) + opening) / _options.Speed;
        var moving = _options.Bandwidth > 0 ? (stage.Cost.StoreBytes + stage.Cost.ReadBytes) / _options.Bandwidth / stage.Shards : 0;
        _begin.TryAdd(stage.Name, _now);
        _waiting[stage.Name]--;
        _running.Add(new(stage, worker, pace.Cores) { Left = computing + moving + _options.ShardSeconds });
    }

    // To the next moment at which something ends or may begin.
    private bool Advance()
    {
        var ready = _plan.Stages.Where(stage => Waits(stage) && _ready[stage.Name] > _now).Select(stage => _ready[stage.Name] - _now);
        var pause = _free.Count == 0 ? double.PositiveInfinity : ready.DefaultIfEmpty(double.PositiveInfinity).Min();
        var speed = Speed(_running.Sum(shard => shard.Cores));
        var step = Math.Min(pause, _running.Select(shard => shard.Left / speed).DefaultIfEmpty(double.PositiveInfinity).Min());
        if (double.IsInfinity(step))
        {
            _now = _running.Count > 0 ? step : _now; // what runs does not end
            return false;
        }

        _now += step;
        _busy += step * _running.Count;
        _running.ForEach(shard => shard.Left -= step * speed);
        foreach (var shard in _running.Where(shard => shard.Left <= Moment).ToList())
        {
            End(shard);
        }

        return true;
    }

    // Of one shard, where so many cores are asked for.
    private double Speed(double cores)
    {
        if (_options.Cores == 0)
        {
            return 1;
        }

        // 0 for one, 1 for all
        var busy = _options.Cores == 1 ? 0 : Math.Clamp((cores - 1) / (_options.Cores - 1), 0, 1);
        return (1 - (busy * (1 - _options.SharedSpeed))) * Math.Min(1, _options.Cores / cores);
    }

    private void End(Running shard)
    {
        _running.Remove(shard);
        _free.Add((shard.Worker, shard.Stage));
        if (--_open[shard.Stage.Name] == 0)
        {
            _end[shard.Stage.Name] = _now;
            foreach (var stage in _plan.Stages.Where(stage => stage.After.Contains(shard.Stage.Name)))
            {
                _ready[stage.Name] = Math.Max(_ready[stage.Name], _now + _options.StageSeconds);
            }
        }
    }

    private sealed class Running(PlanStage stage, int worker, double cores)
    {
        public PlanStage Stage => stage;

        public int Worker => worker;

        public double Cores => cores;

        // Seconds of an undisturbed worker.
        public double Left { get; set; }
    }
}
