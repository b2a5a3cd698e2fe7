using DataWorth.Cli.Hosting;
using DataWorth.Cli.Pipelines;
using DataWorth.Cli.Stages;
using DataWorth.Evaluation.Tasks;
using DataWorth.Workflow.Runs;

namespace DataWorth.Cli.Commands.Run;

/// <summary>'dataworth render': what an engine would submit.</summary>
internal sealed class RenderCommand : DataWorthCommand
{
    private readonly PipelineArguments _pipeline;

    /// <summary>Makes the command.</summary>
    /// <param name="tasks">The tasks that an evaluation can name.</param>
    public RenderCommand(IReadOnlyList<TaskDescription> tasks)
        : base(
            "render",
            "Print what an engine would submit for the shards that are missing: Jobs of Kubernetes, scripts of Slurm. The plan is stored, for the "
                + "shards read it; nothing is submitted."
        )
    {
        _pipeline = new(tasks);
        _pipeline.AddTo(this);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new("dataworth render my.yaml --engine kubernetes --store az://account/runs > jobs.yaml", "an Indexed Job for each stage"),
        new("dataworth render my.yaml --engine slurm --store /shared/store > submit.sh", "a script of sbatch commands"),
    ];

    /// <inheritdoc/>
    public override bool UsesLibTorch => true;

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        var file = _pipeline.Read(context);
        var options = file.First.Engine;
        var engine = EngineTable.Of(options);
        if (engine.Render is not { } render)
        {
            var others = EngineTable.Engines.Where(other => other.Render is not null).Select(other => other.Name);
            throw new UserErrorException(
                $"The engine '{engine.Name}' submits nothing that could be printed. Give --engine {string.Join(" or ", others)}."
            );
        }

        var address = _pipeline.Address(context, file);
        using var store = StoreAddress.OpenWritable(address, context.CancellationToken);
        StageJson json = new(_pipeline.Tasks);
        var plan = _pipeline.Compile(context, file, store);
        var folder = RunFolder.Create(store, plan, context.CancellationToken);
        var engineContext = EngineOf.Context(store, address, json, progress: null, context.Log);
        var text = render(options, engineContext, folder, plan, context.CancellationToken);
        context.Write(
            new
            {
                Run = plan.RunId,
                plan.Digest,
                Engine = engine.Name,
                Text = text,
            },
            output => output.Write(text)
        );
        return ExitCodes.Success;
    }
}
