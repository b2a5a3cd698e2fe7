using DataWorth.Workflow.Engines;
using DurableTask.Core;

namespace DataWorth.Workflow.Azure.Durable;

/// <summary>A worker of a hub: it carries orchestrations and computes shards, one at a time, until it is stopped.</summary>
internal static class DurableWorker
{
    /// <summary>Works until it is stopped; the shard that runs then is given back.</summary>
    public static async Task RunAsync(DurableEngineOptions options, EngineContext context, CancellationToken cancellationToken)
    {
        using var service = DurableHub.Open(options, context);
        await service.CreateIfNotExistsAsync().ConfigureAwait(false);
        using ShardActivity activity = new(context, cancellationToken);
        using TaskHubWorker worker = new(service) { ErrorPropagationMode = ErrorPropagationMode.UseFailureDetails };
        worker.AddTaskOrchestrations(
            new NewObject<TaskOrchestration>(PlanOrchestration.Name, PlanOrchestration.Version, () => new PlanOrchestration())
        );
        worker.AddTaskActivities(new OneObject<TaskActivity>(ShardActivity.Name, ShardActivity.Version, activity));
        await worker.StartAsync().ConfigureAwait(false);
        context.Progress?.Tell(
            $"Worker {Shards.ShardRunner.Worker} of hub '{options.Hub}' waits for shards of {context.Store.Description}."
        );
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await worker.StopAsync(isForced: false).ConfigureAwait(false);
    }
}
