using DataWorth.Cli.Hosting;
using DataWorth.Cli.Pipelines;
using DataWorth.Cli.Stages;
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
            TellAsync(context, folder, plan).GetAwaiter().GetResult();
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

    private async Task TellAsync(CommandContext context, RunFolder folder, Plan plan)
    {
        if (EngineOf.Last(folder, context.CancellationToken) is not { } options)
        {
            return;
        }

        try
        {
            var engineContext = EngineOf.Context(folder.Store, _run.Address(context), new StageJson([]), null);
            var engine = EngineOf.Create(options, engineContext);
            await using var held = engine.ConfigureAwait(false);
            await engine.CancelAsync(folder, plan, context.CancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            context.Console.WriteWarning(
                $"The engine '{EngineTable.Of(options).Name}' could not be told: {ErrorText.MessageOf(exception)} The run is marked as cancelled "
                    + "all the same: its shards stop by themselves."
            );
        }
    }
}
