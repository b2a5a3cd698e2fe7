using System.CommandLine;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Tasks;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Runs;

namespace DataWorth.Cli.Commands.Run;

/// <summary>'dataworth plan': what a pipeline would compute.</summary>
internal sealed class PlanCommand : DataWorthCommand
{
    private static readonly Option<bool> s_mermaid = new("--mermaid")
    {
        Description = "Print the plan as a Mermaid flow chart, and nothing else.",
    };
    private static readonly Option<string[]> s_simulate = new("--simulate")
    {
        Description =
            "Imagine workers: workers=64, and price (of a worker's hour), speed (times that of the measured one), shard-seconds and "
            + "stage-seconds (the engine's), flops (a worker's) and bandwidth (bytes per second to the store); may be repeated. Times "
            + "rest on earlier runs in the store, or on flops.",
        HelpName = "name=value",
        DefaultValueFactory = _ => [],
    };
    private readonly PipelineArguments _pipeline;

    /// <summary>Makes the command.</summary>
    /// <param name="tasks">The tasks that an evaluation can name.</param>
    public PlanCommand(IReadOnlyList<TaskDescription> tasks)
        : base(
            "plan",
            "Show what a pipeline would compute: stages and shards, what of them is there, and what they take. Data are read, nothing is "
                + "computed or written."
        )
    {
        _pipeline = new(tasks);
        _pipeline.AddTo(this);
        Options.Add(s_mermaid);
        Options.Add(s_simulate);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new("dataworth plan pipelines/own-csv.yaml", "stages, shards, what is there, bytes and times"),
        new("dataworth plan pipelines/own-csv.yaml --set methods.logra.damping=0.01", "what another damping would compute again"),
        new("dataworth plan my.yaml --simulate workers=64 --simulate price=2.5", "hours, use of the workers and money, imagined"),
        new("dataworth plan pipelines/glyphs-evaluation.yaml --mermaid", "the graph, to be drawn"),
    ];

    /// <inheritdoc/>
    public override bool UsesLibTorch => true;

    /// <inheritdoc/>
    public override bool GoesOnFromStore => false;

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        if (context.Get(s_mermaid) && context.Get(s_simulate)!.Length > 0)
        {
            throw new UserErrorException("The picture of --mermaid shows nothing of --simulate. Give one of them.");
        }

        var file = _pipeline.Read(context);
        using var store = StoreAddress.Open(_pipeline.Address(context, file), mustExist: false);
        var plan = _pipeline.Compile(context, file, store, downloads: false);
        var status = RunStatus.Read(new RunFolder(store, plan.Digest), plan, context.CancellationToken);
        if (context.Get(s_mermaid))
        {
            var picture = PlanDiagram.Of(plan, stage => status.Stages.Single(row => row.Stage == stage).IsComplete);
            context.Write(
                new
                {
                    Run = plan.RunId,
                    plan.Digest,
                    Mermaid = picture,
                },
                output => output.Write(picture)
            );
            return ExitCodes.Success;
        }

        var rates = StageRates.Of(store, context.CancellationToken);
        var simulated = Simulation.Of(plan, status, rates, context.Get(s_simulate)!);
        context.Write(PlanResult.From(plan, status, rates, simulated), output =>
        {
            PlanTable.Write(output, plan, status, rates, context.Console);
            simulated?.Write(output);
        });
        return ExitCodes.Success;
    }
}
