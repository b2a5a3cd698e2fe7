using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Shards;

namespace DataWorth.Workflow.Engines.Local;

/// <summary>Which shard comes next: those of the earliest stage whose stages before are complete, as far as memory allows.</summary>
internal sealed class ShardQueue
{
    private readonly Plan _plan;
    private readonly LocalEngineOptions _options;
    private readonly double _memory;
    private readonly Dictionary<string, SortedSet<int>> _missing = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, int), int> _tries = [];

    public ShardQueue(Plan plan, ShardRecords records, LocalEngineOptions options, CancellationToken cancellationToken)
    {
        (_plan, _options) = (plan, options);
        _memory = options.MemoryBytes ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        records.Heal(plan, cancellationToken);
        foreach (var stage in plan.Stages)
        {
            SortedSet<int> missing = [.. records.Missing(stage, cancellationToken)];
            _missing[stage.Name] = missing;
            _open[stage.Name] = missing.Count;
            Present += stage.Shards - missing.Count;
        }
    }

    /// <summary>Number of shards that are in the store.</summary>
    public long Present { get; private set; }

    /// <summary>The stage that is to run whose shards take the most memory, where that is more than the options give; null where all
    /// fit.</summary>
    public PlanStage? TooLarge =>
        _plan
            .Stages.Where(stage => _missing[stage.Name].Count > 0 && stage.Cost.MemoryBytes > _options.MemoryBytes)
            .MaxBy(stage => stage.Cost.MemoryBytes);

    /// <summary>Takes a shard to run now.</summary>
    /// <param name="running">The shards that run.</param>
    /// <param name="next">The shard, and how often it was tried.</param>
    /// <returns>False when none can begin now.</returns>
    public bool TryTake(IReadOnlyCollection<(PlanStage Stage, int Shard)> running, out (PlanStage Stage, int Shard, int Tries) next)
    {
        var used = running.Sum(shard => (double)shard.Stage.Cost.MemoryBytes);
        foreach (var stage in _plan.Stages.Where(stage => _missing[stage.Name].Count > 0 && stage.After.All(name => _open[name] == 0)))
        {
            // One shard runs whatever is predicted: the prediction is an upper bound.
            if (running.Count == 0 || used + stage.Cost.MemoryBytes <= _memory)
            {
                var shard = _missing[stage.Name].Min;
                _missing[stage.Name].Remove(shard);
                next = (stage, shard, _tries.GetValueOrDefault((stage.Name, shard)));
                return true;
            }
        }

        next = default;
        return false;
    }

    /// <summary>One more shard of a stage is in the store.</summary>
    public void Finish(PlanStage stage)
    {
        _open[stage.Name]--;
        Present++;
    }

    /// <summary>A shard failed and may be tried again.</summary>
    /// <returns>False when it was tried often enough.</returns>
    public bool Repeat(PlanStage stage, int shard)
    {
        var tries = _tries[(stage.Name, shard)] = _tries.GetValueOrDefault((stage.Name, shard)) + 1;
        if (tries >= _options.Attempts)
        {
            return false;
        }

        _missing[stage.Name].Add(shard);
        return true;
    }
}
