using DataWorth.Cli.Hosting;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Runs;
using DataWorth.Workflow.Shards;

namespace DataWorth.Cli.Commands.Run;

/// <summary>'dataworth cancel': stops a run.</summary>
internal sealed class CancelCommand : DataWorthCommand
{
    private readonly RunArguments _run = new();

    /// <summary>Makes the command.</summary>
    public CancelCommand()
        : base("cancel", "Stop a run on whatever engine: its shards stop within seconds, others do not begin. What is finished stays.") =>
        _run.AddTo(this);

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [new("dataworth cancel dw-3fa9c1", "stop it; the same 'dataworth run' goes on later")];

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        using var store = _run.Open(context);
        var folder = _run.Find(context, store);
        var plan = folder.ReadPlan(context.CancellationToken);
        var status = RunStatus.Read(folder, plan, context.CancellationToken);
        if (status.State != RunState.Complete)
        {
            // The mark first: it stops what the engine cannot.
            folder.MarkCancelled(ShardRunner.Worker, context.CancellationToken);
            Tell(context, folder, plan);
        }

        context.Write(
            new { Run = folder.RunId, Cancelled = status.State != RunState.Complete },
            output =>
                output.WriteLine(
                    status.State == RunState.Complete
                        ? $"Run {folder.RunId} is complete: there is nothing to stop."
                        : $"Run {folder.RunId} is cancelled: its shards stop within seconds. 'dataworth run' with the same file goes on."
                )
        );
        return ExitCodes.Success;
    }

    private void Tell(CommandContext context, RunFolder folder, Plan plan)
    {
        var fault = EngineOf.Ask<string?>(
            context,
            folder,
            _run.Address(context),
            async engine =>
            {
                await engine.CancelAsync(folder, plan, context.CancellationToken).ConfigureAwait(false);
                return null;
            },
            (name, why) =>
                $"The engine '{name}' could not be told: {why} The run is marked as cancelled all the same: its shards stop by themselves.",
            null
        );
        if (fault is not null)
        {
            context.Console.WriteWarning(fault);
        }
    }
}
