using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Runs;
using DataWorth.Workflow.Shards;

namespace DataWorth.Workflow.Engines;

/// <summary>Waits for a run that other processes carry out.</summary>
public static class RunWatch
{
    /// <summary>Waits until all shards are there or the engine has given up.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="folder">The run.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="progress">Told how far it is; null for nobody.</param>
    /// <param name="interval">How often the store is asked.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task WaitAsync(
        IEngine engine,
        RunFolder folder,
        Plan plan,
        IRunProgress? progress,
        TimeSpan interval,
        CancellationToken cancellationToken
    )
    {
        EngineView? view = null;
        while (true)
        {
            var status = RunStatus.Read(folder, plan, cancellationToken);
            progress?.Report(status.Present, status.Shards);
            if (status.State == RunState.Complete)
            {
                return;
            }

            // The store is read once more after the engine has ended: the last shard may have come in between.
            if (view is { IsOver: true })
            {
                Explain(folder, status, view.Why);
            }

            view = await engine.ViewAsync(folder, plan, cancellationToken).ConfigureAwait(false);
            if (!view.IsOver)
            {
                await Task.Delay(interval, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Why a run is not complete.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="status">What the store has of it.</param>
    /// <param name="why">What the engine says, where no shard does; null for nothing.</param>
    /// <exception cref="PlanFailedException">A shard failed, or the engine lost it.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static void Explain(RunFolder folder, RunStatus status, string? why = null)
    {
        if (status.State == RunState.Cancelled)
        {
            Throw.RunCancelled(folder.RunId);
        }

        Throw.RunFailed(
            status.Stages.SelectMany(stage => stage.Failures.Select(failure => (stage.Stage, Failure: failure))).FirstOrDefault()
                is ({ } failed, { } attempt)
                ? Failure(folder, failed, attempt)
                : $"Run {folder.RunId} ended with {status.Shards - status.Present} of {status.Shards} shards missing"
                    + (why is null ? ", and none says why. " : $": {why.TrimEnd('.')}. ")
                    + "The same command goes on where it was."
        );
    }

    /// <summary>The message of a failed shard, with what to do.</summary>
    public static string Failure(RunFolder folder, PlanStage stage, ShardAttempt attempt) =>
        FormattableString.Invariant(
            $"Shard '{stage.Describe(attempt.Shard)}' of run {folder.RunId} failed: {attempt.Message?.TrimEnd('.')}. "
        )
        + FormattableString.Invariant(
            $"Its log: 'dataworth logs {folder.RunId} --stage {stage.Name} --shard {attempt.Shard} --store {folder.Store.Description}'; "
        )
        + FormattableString.Invariant(
            $"alone, to try again: 'dataworth shard --plan {folder.Digest} --stage {stage.Name} --shard {attempt.Shard} "
        )
        + $"--store {folder.Store.Description}'.";
}
