using System.Globalization;
using DataWorth.Cli.Hosting;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Runs;
using DataWorth.Workflow.Shards;

namespace DataWorth.Cli.Commands.Run;

/// <summary>'dataworth status': how far a run is.</summary>
internal sealed class StatusCommand : DataWorthCommand
{
    private readonly RunArguments _run = new();

    /// <summary>Makes the command.</summary>
    public StatusCommand()
        : base("status", "Show how far a run is, by what is in the store: on every engine, and after the engine has forgotten it.") =>
        _run.AddTo(this);

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [new("dataworth status", "the newest run of the store"), new("dataworth status dw-3fa9c1 --store bank --json", "another one, as JSON")];

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        using var store = _run.Open(context);
        var folder = _run.Find(context, store);
        var plan = folder.ReadPlan(context.CancellationToken);
        var status = RunStatus.Read(folder, plan, context.CancellationToken);
        var engine = View(context, folder, plan, status);
        context.Write(
            new
            {
                Run = status.RunId,
                folder.Digest,
                status.State,
                status.Present,
                status.Shards,
                Engine = engine,
                Stages = status.Stages.Select(row => new
                {
                    row.Stage.Name,
                    row.Stage.Shards,
                    row.Present,
                }),
                Failures = Failures(status)
                    .Select(failure => new
                    {
                        failure.Stage,
                        failure.Shard,
                        failure.Exit,
                        failure.Message,
                        failure.Worker,
                    }),
            },
            output => Write(output, status, engine, context.Console)
        );
        return ExitCodes.Success;
    }

    // What the engine says is asked last, and may be nothing: the store has the truth.
    private IReadOnlyList<string> View(CommandContext context, RunFolder folder, Plan plan, RunStatus status) =>
        status.State == RunState.Complete
            ? []
            : EngineOf.Ask<IReadOnlyList<string>>(
                context,
                folder,
                _run.Address(context),
                async engine => (await engine.ViewAsync(folder, plan, context.CancellationToken).ConfigureAwait(false)).Lines,
                (name, why) => [$"The engine '{name}' says nothing: {why}"],
                []
            );

    private static IEnumerable<ShardAttempt> Failures(RunStatus status) => status.Stages.SelectMany(row => row.Failures);

    private static void Write(TextWriter output, RunStatus status, IReadOnlyList<string> engine, CommandConsole console)
    {
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Run {status.RunId}: {status.State.ToString().ToLowerInvariant()}, {status.Present:N0} of {status.Shards:N0} shards."
            )
        );
        foreach (var line in engine)
        {
            output.WriteLine(line);
        }

        TextTable table = new("stage", "there", "of");
        foreach (var row in status.Stages)
        {
            table.Add(row.Stage.Name, Number(row.Present), Number(row.Stage.Shards));
        }

        table.Write(output, console);
        foreach (var failure in Failures(status))
        {
            output.WriteLine($"{failure.Stage} {Number(failure.Shard)} failed on {failure.Worker}: {failure.Message}");
        }
    }

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
