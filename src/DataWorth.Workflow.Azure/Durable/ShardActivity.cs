using System.Diagnostics;
using System.Text.Json;
using DataWorth.Artifacts;
using DataWorth.Workflow.Engines;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Runs;
using DataWorth.Workflow.Shards;
using DurableTask.Core;

namespace DataWorth.Workflow.Azure.Durable;

/// <summary>Computes a shard in a worker; data and models stay open from one to the next.</summary>
internal sealed class ShardActivity(EngineContext engine, CancellationToken cancellationToken)
    : AsyncTaskActivity<string, string>,
        IDisposable
{
    /// <summary>Its name.</summary>
    public const string Name = "shard";

    /// <summary>Its version.</summary>
    public const string Version = "1";

    private readonly Lock _lock = new();
    private readonly IStageWork _work = engine.CreateWork();
    private (Plan Plan, ShardRunner Runner)? _open;

    /// <inheritdoc/>
    protected override Task<string> ExecuteAsync(TaskContext context, string input) => Task.Run(() => Run(input), CancellationToken.None);

    /// <inheritdoc/>
    public void Dispose() => _work.Dispose();

    // The run's store has it, or nobody would ask for its shards.
    private Plan ReadPlan(RunFolder folder)
    {
        try
        {
            return folder.ReadPlan(cancellationToken);
        }
        catch (ArtifactNotFoundException)
        {
            throw new PermanentShardException(
                $"Worker {ShardRunner.Worker} works in {engine.Store.Description}, which is not the store of run {folder.RunId}. Start all workers of "
                    + "a hub with the store of its runs."
            );
        }
    }

    private void Tell(Plan plan, ShardInput asked, ShardOutcome outcome, TimeSpan elapsed)
    {
        var shard = $"{plan.Get(asked.Stage).Describe(asked.Shard)} of run {plan.RunId}";
        if (outcome.Exit is ShardExit.Permanent or ShardExit.Transient)
        {
            engine.Progress?.Say($"{shard} failed: {outcome.Message}");
        }
        else
        {
            var state = outcome.WasThere ? "was there" : outcome.Exit.ToString().ToLowerInvariant();
            engine.Progress?.Tell(FormattableString.Invariant($"{shard}: {state}, {elapsed.TotalSeconds:0.0} s"));
        }
    }

    private string Run(string input)
    {
        lock (_lock)
        {
            var asked = JsonSerializer.Deserialize<ShardInput>(input)!;
            if (_open is not { } open || open.Plan.Digest != asked.Digest)
            {
                RunFolder folder = new(engine.Store, asked.Digest);
                var plan = ReadPlan(folder);
                _open = open = (plan, new ShardRunner(folder, plan, _work, engine.TakeLog));
            }

            engine.Progress?.Begin(open.Plan.Get(asked.Stage), asked.Shard);
            var start = Stopwatch.GetTimestamp();
            var outcome = open.Runner.Run(asked.Stage, asked.Shard, cancellationToken);
            Tell(open.Plan, asked, outcome, Stopwatch.GetElapsedTime(start));
            return outcome.Exit switch
            {
                ShardExit.Done => "done",
                ShardExit.Transient => throw new TransientShardException(outcome.Message!),
                // A worker that is stopped gives its shard to another one.
                ShardExit.Cancelled when cancellationToken.IsCancellationRequested => throw new TransientShardException(outcome.Message!),
                _ => throw new PermanentShardException(outcome.Message!),
            };
        }
    }
}
