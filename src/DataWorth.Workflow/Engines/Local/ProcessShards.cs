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

        var outcome = await process.RunAsync(stage, shard, cancellationToken).ConfigureAwait(false);
        if (process.IsAlive)
        {
            _idle.Add(process);
        }
        else
        {
            process.Dispose();
        }

        return outcome;
    }

    public void Dispose()
    {
        foreach (var process in _idle)
        {
            process.Dispose();
        }
    }
}
