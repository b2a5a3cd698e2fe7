using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Runs;
using DataWorth.Workflow.Shards;

namespace DataWorth.Workflow.Engines.Local;

/// <summary>Runs plans on this machine: in this process, or in several beside it.</summary>
public sealed class LocalEngine(LocalEngineOptions options, EngineContext context) : IEngine
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1);

    /// <summary>The row of the table.</summary>
    public static EngineDescription Description { get; } =
        EngineDescription.Of<LocalEngineOptions>(
            "local",
            "this machine: in this process, or in several (processes)",
            new EngineCapabilities(Detaches: false, NeedsSharedStore: false, NeedsWorkers: false),
            (options, context) => new LocalEngine(options, context)
        );

    /// <inheritdoc/>
    public Task SubmitAsync(RunFolder folder, Plan plan, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task WaitAsync(RunFolder folder, Plan plan, CancellationToken cancellationToken)
    {
        using IShardPlace place =
            options.Processes == 0 ? new InProcessShards(folder, plan, context) : new ProcessShards(folder, options.Processes, context);
        var queue = new ShardQueue(plan, new ShardRecords(folder.Store), options, cancellationToken);
        var running = new Dictionary<Task<ShardOutcome>, (PlanStage Stage, int Shard)>();
        ShardAttempt? failure = null;
        context.Progress?.Report(queue.Present, plan.ShardCount);
        if (queue.TooLarge is { } large)
        {
            context.Progress?.Say(
                FormattableString.Invariant(
                    $"A shard of stage '{large.Name}' takes up to {large.Cost.MemoryBytes} bytes of memory, more than the "
                ) + FormattableString.Invariant($"{options.MemoryBytes} of 'engine.memory-bytes': it runs all the same, alone.")
            );
        }

        while (true)
        {
            while (failure is null && running.Count < Math.Max(1, options.Processes) && queue.TryTake(running.Values, out var next))
            {
                context.Progress?.Begin(next.Stage, next.Shard);
                running.Add(RunAsync(next.Stage, next.Shard, next.Tries), (next.Stage, next.Shard));
            }

            if (running.Count == 0)
            {
                break;
            }

            var ended = await Task.WhenAny(running.Keys).ConfigureAwait(false);
            var (stage, shard) = running[ended];
            running.Remove(ended);
            var outcome = await ended.ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (outcome.Exit == ShardExit.Cancelled)
            {
                Throw.RunCancelled(folder.RunId);
            }

            if (outcome.Exit == ShardExit.Done)
            {
                queue.Finish(stage);
                context.Progress?.Report(queue.Present, plan.ShardCount);
            }
            else if (outcome.Exit == ShardExit.Transient && queue.Repeat(stage, shard))
            {
                context.Progress?.Say($"{stage.Describe(shard)} is tried again: {outcome.Message}");
            }
            else
            {
                failure ??= new(stage.Name, shard, "", default, 0, 0, outcome.Exit, outcome.Message, []);
            }
        }

        if (failure is not null)
        {
            Throw.RunFailed(RunWatch.Failure(folder, plan.Get(failure.Stage), failure));
        }

        async Task<ShardOutcome> RunAsync(PlanStage stage, int shard, int tries)
        {
            if (tries > 0)
            {
                await Task.Delay(s_firstPause * Math.Pow(2, tries - 1), cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            return await place.RunAsync(stage, shard, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task<EngineView> ViewAsync(RunFolder folder, Plan plan, CancellationToken cancellationToken) =>
        Task.FromResult(EngineView.Unknown);

    /// <inheritdoc/>
    public Task CancelAsync(RunFolder folder, Plan plan, CancellationToken cancellationToken) => Task.CompletedTask; // the mark does it

    /// <inheritdoc/>
    public Task PurgeAsync(RunFolder folder, Plan plan, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
