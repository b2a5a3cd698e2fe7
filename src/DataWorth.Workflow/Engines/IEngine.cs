using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Runs;

namespace DataWorth.Workflow.Engines;

/// <summary>Runs the shards of plans somewhere. It knows names of stages and numbers of shards, nothing of what they compute.</summary>
/// <remarks>Every engine passes the same contract suite: the results of the local engine bit for bit, also when a run is begun twice, when
/// workers die, when it is cancelled and begun again.</remarks>
public interface IEngine : IAsyncDisposable
{
    /// <summary>Begins a run, or joins it where it is running. A run that failed or was cancelled goes on.</summary>
    /// <param name="folder">The run, whose plan is stored.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task SubmitAsync(RunFolder folder, Plan plan, CancellationToken cancellationToken);

    /// <summary>Waits until the run is over: all shards are there, or the engine has given up.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Stops waiting; an engine that detaches goes on.</param>
    /// <exception cref="PlanFailedException">A shard cannot be computed.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled, or waiting was stopped.</exception>
    Task WaitAsync(RunFolder folder, Plan plan, CancellationToken cancellationToken);

    /// <summary>What the engine says of a run.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task<EngineView> ViewAsync(RunFolder folder, Plan plan, CancellationToken cancellationToken);

    /// <summary>Asks the engine to stop a run whose mark is set.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task CancelAsync(RunFolder folder, Plan plan, CancellationToken cancellationToken);

    /// <summary>Makes the engine forget a run that is over.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task PurgeAsync(RunFolder folder, Plan plan, CancellationToken cancellationToken);
}
