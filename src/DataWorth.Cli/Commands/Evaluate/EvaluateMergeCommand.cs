using System.CommandLine;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Results;
using DataWorth.Evaluation.Retraining;
using DataWorth.Evaluation.Tasks;

namespace DataWorth.Cli.Commands.Evaluate;

/// <summary>'dataworth evaluate merge': copy the retrainings of a task into another store.</summary>
internal sealed class EvaluateMergeCommand : EvaluateSubcommand
{
    private readonly Option<string> _into = new("--into")
    {
        Description = $"The store that receives the retrainings it lacks: {StoreAddress.Forms}.",
        HelpName = "address",
        Required = true,
    };

    /// <summary>Makes the command.</summary>
    public EvaluateMergeCommand(IReadOnlyList<TaskDescription> tasks)
        : base(
            tasks,
            "merge",
            "Copy the retrainings of an evaluation's task into another store, checking each: how banks filled on several machines become "
                + "one."
        ) => Options.Add(_into);

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [new("dataworth evaluate merge my.yaml --store bank-of-machine-2 --into bank", "add what machine 2 trained")];

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        var definition = Definition(context);
        using var task = CreateTask(context, definition);
        using var source = OpenStore(context);
        using var target = StoreAddress.Open(context.Get(_into)!, mustExist: false);
        var copied = new RetrainBank(source, task).CopyTo(target, context.CancellationToken);
        context.Write(
            new
            {
                Task = task.Name,
                task.Fingerprint,
                Copied = copied,
            },
            output => output.WriteLine($"{CountText.Of(copied, "retraining")} of task {task.Name} copied to {target.Description}.")
        );
        return ExitCodes.Success;
    }
}
