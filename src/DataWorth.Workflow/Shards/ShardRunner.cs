using System.Diagnostics;
using DataWorth.Artifacts;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Runs;

namespace DataWorth.Workflow.Shards;

/// <summary>The one contract of all engines: a shard that is in the store is done; one of a cancelled run is not begun; what is computed is
/// put where nothing is.</summary>
/// <remarks>No engine runs a shard exactly once: a lost worker's shard runs again, perhaps beside the first copy. Results are right because
/// of this contract, never because of the engine.</remarks>
/// <param name="folder">The run.</param>
/// <param name="plan">Its plan.</param>
/// <param name="work">Computes.</param>
/// <param name="log">Lines that the work has logged since the last call; null for none.</param>
/// <param name="time">The clock.</param>
public sealed class ShardRunner(
    RunFolder folder,
    Plan plan,
    IStageWork work,
    Func<IReadOnlyList<string>>? log = null,
    TimeProvider? time = null
)
{
    /// <summary>How often the mark of a cancelled run is looked for.</summary>
    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(2);

    /// <summary>The span of the run; the default for one that its digest names.</summary>
    public ActivityContext Parent { get; init; }

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly ShardRecords _records = new(folder.Store);

    // What was complete is not listed again before every shard.
    private readonly HashSet<string> _complete = new(StringComparer.Ordinal);

    /// <summary>Host and process, as attempts name them.</summary>
    public static string Worker { get; } = FormattableString.Invariant($"{Environment.MachineName}:{Environment.ProcessId}");

    /// <summary>Runs a shard.</summary>
    /// <param name="stageName">Name of the stage.</param>
    /// <param name="shard">Index from 0.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ArgumentException">The plan has no such shard.</exception>
    public ShardOutcome Run(string stageName, int shard, CancellationToken cancellationToken = default)
    {
        var stage = plan.Get(stageName);
        if (shard < 0 || shard >= stage.Shards)
        {
            Throw.NoSuchShard(stage.Name, shard, stage.Shards);
        }

        var started = _time.GetUtcNow();
        var attempt = Guid.CreateVersion7(started);
        ShardScope scope = new(folder.RunId, stage.Name, shard, attempt.ToString("n"));
        var outer = ShardScope.Current;
        ShardScope.Current = scope;
        using var span = RunTelemetry.StartShard(folder.Digest, scope, Parent);
        var (clock, processor) = (_time.GetTimestamp(), Environment.CpuUsage.TotalTime);
        ShardOutcome outcome;
        try
        {
            outcome = Compute(stage, shard, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            outcome = new(ShardExit.Cancelled, Message: $"{stage.Describe(shard)} was stopped.");
        }
        catch (StageIncompleteException exception)
        {
            _records.Forget(plan, stage, CancellationToken.None);
            _complete.Clear();
            outcome = new(ShardExit.Permanent, Message: work.MessageOf(exception));
        }
        catch (ArtifactDamagedException exception)
        {
            outcome = Heal(exception);
        }
        catch (Exception exception)
        {
            var exit = work.IsPermanent(exception) ? ShardExit.Permanent : ShardExit.Transient;
            outcome = new(exit, Message: work.MessageOf(exception));
        }

        using var process = Process.GetCurrentProcess();
        var elapsed = _time.GetElapsedTime(clock);
        RunTelemetry.EndShard(span, scope, outcome, elapsed, process.PeakWorkingSet64);
        if (!outcome.WasThere)
        {
            ShardAttempt tried = new(
                stage.Name,
                shard,
                Worker,
                started,
                elapsed.TotalSeconds,
                process.PeakWorkingSet64,
                outcome.Exit,
                outcome.Message,
                log?.Invoke() ?? [],
                (Environment.CpuUsage.TotalTime - processor).TotalSeconds,
                outcome.OpeningSeconds
            );
            folder.Keep(tried, attempt);
        }

        ShardScope.Current = outer;
        return outcome;
    }

    private ShardOutcome Compute(PlanStage stage, int shard, CancellationToken cancellationToken)
    {
        if (_records.Contains(stage, shard, cancellationToken))
        {
            if (_records.HasArtifacts(stage, shard, cancellationToken))
            {
                return new(ShardExit.Done, WasThere: true);
            }

            _records.Forget(plan, stage, cancellationToken);
            _complete.Clear();
        }

        if (folder.IsCancelled(cancellationToken))
        {
            return new(ShardExit.Cancelled, Message: $"Run {folder.RunId} is cancelled.");
        }

        foreach (var earlier in stage.After.Where(name => !_complete.Contains(name)).Select(plan.Get))
        {
            if (_records.Present(earlier, cancellationToken).Count is var present && present < earlier.Shards)
            {
                return new(
                    ShardExit.Transient,
                    Message: FormattableString.Invariant(
                        $"{stage.Describe(shard)} needs stage '{earlier.Name}', of which {present} of {earlier.Shards} shards are there."
                    )
                );
            }

            _complete.Add(earlier.Name);
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        StageResult result;
        using (Watch(stop))
        {
            result = work.Run(plan, stage, shard, _records, stop.Token);
            stop.Token.ThrowIfCancellationRequested();
            _records.Write(stage, shard, result, CancellationToken.None);
        }

        return new(ShardExit.Done, OpeningSeconds: result.OpeningSeconds);
    }

    // What a shard met is looked at as a whole and removed. Where no stage of the plan had left it for good, the next try makes it again.
    private ShardOutcome Heal(ArtifactDamagedException exception)
    {
        try
        {
            var (removed, forgotten) = _records.Remove(plan, exception.ObjectName, CancellationToken.None);
            _complete.Clear();
            if (removed)
            {
                var remedy = forgotten.Count == 0 ? "It is made again." : "Run the pipeline again, which makes it again.";
                StageIncompleteException lost = new($"{exception.Found} It was removed from the store. {remedy}", exception);
                return new(forgotten.Count == 0 ? ShardExit.Transient : ShardExit.Permanent, Message: work.MessageOf(lost));
            }
        }
        catch (Exception other) when (other is ArtifactException or IOException or UnauthorizedAccessException)
        {
            // It cannot be removed by this worker: the message says by whom.
        }

        return new(ShardExit.Permanent, Message: work.MessageOf(exception));
    }

    // A store that does not answer for a moment is no reason to stop.
    private ITimer Watch(CancellationTokenSource stop) =>
        _time.CreateTimer(
            _ =>
            {
                try
                {
                    if (folder.IsCancelled(CancellationToken.None))
                    {
                        stop.Cancel();
                    }
                }
                catch (Exception exception) when (exception is ArtifactException or IOException or ObjectDisposedException)
                {
                    // Asked again at the next tick.
                }
            },
            null,
            s_poll,
            s_poll
        );
}
