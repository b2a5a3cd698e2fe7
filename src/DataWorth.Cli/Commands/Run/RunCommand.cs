using System.CommandLine;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Pipelines;
using DataWorth.Cli.Progress;
using DataWorth.Cli.Stages;
using DataWorth.Evaluation.Tasks;
using DataWorth.Workflow.Engines;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Runs;

namespace DataWorth.Cli.Commands.Run;

/// <summary>'dataworth run': carries out a pipeline.</summary>
internal sealed class RunCommand : DataWorthCommand
{
    private static readonly Option<bool> s_detach = new("--detach")
    {
        Description = "Do not wait for the run to end, where the engine goes on by itself; 'dataworth status' shows how far it is.",
    };
    private readonly PipelineArguments _pipeline;

    /// <summary>Makes the command.</summary>
    /// <param name="tasks">The tasks that an evaluation can name.</param>
    public RunCommand(IReadOnlyList<TaskDescription> tasks)
        : base(
            "run",
            "Carry out a pipeline: train, fit, ask, evaluate. What the store has is not computed again; the same command goes on where a run "
                + "was stopped."
        )
    {
        _pipeline = new(tasks);
        _pipeline.AddTo(this);
        Options.Add(s_detach);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new("dataworth run pipelines/own-csv.yaml", "on this machine, in this process"),
        new("dataworth run pipelines/glyphs-evaluation.yaml --set engine.processes=2", "in two processes"),
        new("dataworth run my.yaml --set methods.logra.rank=32 --store bank", "with another rank; gradients of the old one stay"),
    ];

    /// <inheritdoc/>
    public override bool UsesLibTorch => true;

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        var file = _pipeline.Read(context);
        file.RequireReal();
        var address = _pipeline.Address(context, file);
        PipelineOutputs outputs = new(file, address);
        outputs.RequireWritable(context.Say);
        using var store = StoreAddress.OpenWritable(address, context.CancellationToken);
        StageJson json = new(_pipeline.Tasks);
        var plan = _pipeline.Compile(context, file, store);
        var folder = RunFolder.Create(store, plan, context.CancellationToken);
        folder.Warn = context.Console.WriteWarning;
        if (folder.ClearCancelled(context.CancellationToken))
        {
            context.Log.Information("Run {Run:l} had been cancelled; it goes on", plan.RunId);
        }

        Wait(context, file, address, folder, plan, json);
        if (RunStatus.Read(folder, plan, context.CancellationToken).State != RunState.Complete)
        {
            context.Write(new RunResult(plan.RunId, plan.Digest, "submitted", [], [], []), output =>
                output.WriteLine(
                    $"Run {plan.RunId} was submitted. 'dataworth status {plan.RunId}{StoreAddress.Option(address)}' shows how far it is."
                )
            );
            return ExitCodes.Success;
        }

        var (result, problem) = outputs.Write(store, folder, plan, context.CancellationToken);
        context.Write(result, output => RunTable.Write(output, result, address, context.Console));
        if (problem is not null)
        {
            context.Console.WriteError(problem);
            return ExitCodes.Failure;
        }

        return ExitCodes.Success;
    }

    private static void Wait(CommandContext context, PipelineFile file, string address, RunFolder folder, Plan plan, StageJson json)
    {
        var options = file.First.Engine;
        folder.KeepEngine(EngineOf.Write(options), context.CancellationToken);
        var detaches = context.Get(s_detach) && EngineTable.Of(options).Capabilities.Detaches;
        var display = ProgressDisplay.For(context.Console);
        display.Run(() =>
        {
            using RunProgressDisplay progress = new(display, context.Console);
            using var span = TelemetryExport.StartRun(plan);
            RunAsync(EngineOf.Create(options, EngineOf.Context(folder.Store, address, json, progress, context.Log)), detaches)
                .GetAwaiter()
                .GetResult();
            return 0;
        });

        async Task RunAsync(IEngine engine, bool detach)
        {
            await using (engine.ConfigureAwait(false))
            {
                await engine.SubmitAsync(folder, plan, context.CancellationToken).ConfigureAwait(false);
                if (!detach)
                {
                    await engine.WaitAsync(folder, plan, context.CancellationToken).ConfigureAwait(false);
                }
            }
        }
    }
}
