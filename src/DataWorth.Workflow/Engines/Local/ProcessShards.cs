using System.Collections.Concurrent;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Runs;
using DataWorth.Workflow.Shards;

namespace DataWorth.Workflow.Engines.Local;

/// <summary>Processes beside this one, which are started when they are needed and stay; one that was killed is replaced.</summary>
internal sealed class ProcessShards(RunFolder folder, int processes, EngineContext context) : IShardPlace
{
    private readonly ConcurrentBag<ShardProcess> _idle = [];

    public async Task<ShardOutcome> RunAsync(PlanStage stage, int shard, CancellationToken cancellationToken)
    {
        if (!_idle.TryTake(out var process))
        {
            process = ShardProcess.Start(
                [.. context.Program, "shard", "--serve", "--plan", folder.Digest, "--store", context.StoreAddress],
                Math.Max(1, Environment.ProcessorCount / processes)
            );
        }

        var started = TimeProvider.System.GetUtcNow();
        var outcome = await process.RunAsync(stage, shard, cancellationToken).ConfigureAwait(false);
        if (process.IsAlive)
        {
            _idle.Add(process);
        }
        else
        {
            Keep(stage, shard, process, started, outcome);
            process.Dispose();
        }

        return outcome;
    }

    // A process that was killed could not keep its own try.
    private void Keep(PlanStage stage, int shard, ShardProcess process, DateTimeOffset started, ShardOutcome outcome)
    {
        if (outcome.Exit is ShardExit.Transient or ShardExit.Permanent)
        {
            var seconds = (TimeProvider.System.GetUtcNow() - started).TotalSeconds;
            var worker = FormattableString.Invariant($"{Environment.MachineName}:{process.Id}");
            folder.Keep(
                new(stage.Name, shard, worker, started, seconds, 0, outcome.Exit, outcome.Message, []),
                Guid.CreateVersion7(started)
            );
        }
    }

    public void Dispose()
    {
        foreach (var process in _idle)
        {
            process.Dispose();
        }
    }
}
