using System.CommandLine;
using System.Globalization;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Progress;
using DataWorth.Evaluation.Results;
using DataWorth.Evaluation.Retraining;
using DataWorth.Evaluation.Tasks;

namespace DataWorth.Cli.Commands.Evaluate;

/// <summary>'dataworth evaluate retrain': fill the bank of retrainings, whole or in shards.</summary>
internal sealed class EvaluateRetrainCommand : EvaluateSubcommand
{
    private readonly Option<string?> _shard = new("--shard")
    {
        Description = "Train every n-th retraining from the i-th, such as 0/4; the shards can run on different machines.",
        HelpName = "i/n",
    };
    private readonly Option<bool> _removals = new("--removals")
    {
        Description = "Also fit the methods of the brittleness test and train without what they name.",
    };
    private readonly Option<int?> _workers = WorkersOption();

    /// <summary>Makes the command.</summary>
    public EvaluateRetrainCommand(IReadOnlyList<TaskDescription> tasks)
        : base(
            tasks,
            "retrain",
            "Train the attributed models and the retrainings of an evaluation that the store lacks. Stop it whenever you like: finished "
                + "retrainings stay, the same command goes on."
        )
    {
        Options.Add(_shard);
        Options.Add(_removals);
        Options.Add(_workers);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "dataworth evaluate retrain pipelines/fashion-mnist-evaluation.yaml --store bank",
            "train what is missing, one training per processor at a time"
        ),
        new("dataworth evaluate retrain my.yaml --store bank --shard 0/8", "one eighth of it, for one of eight machines"),
        new("dataworth evaluate retrain my.yaml --store bank --removals", "the removals of the brittleness test too"),
    ];

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        var definition = Definition(context);
        RetrainOptions options = new()
        {
            Workers = context.Get(_workers) ?? Environment.ProcessorCount,
            Shard = context.Get(_shard) is { } shard ? RetrainShard.Parse(shard) : RetrainShard.Whole,
            CancellationToken = context.CancellationToken,
        };
        using var task = CreateTask(context, definition);
        using var store = OpenStore(context);
        var display = ProgressDisplay.For(context.Console);
        var summary = display.Run(() =>
        {
            using EvaluationStages stages = new(display);
            return CreateRun(context, definition, store, task, options, stages).Retrain(context.Get(_removals));
        });
        context.Write(
            new
            {
                Task = task.Name,
                task.Fingerprint,
                summary.Requested,
                summary.Trained,
                summary.Damaged,
                Seconds = summary.Elapsed.TotalSeconds,
                summary.PerMinute,
            },
            output =>
                output.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{CountText.Of(summary.Requested, "retraining")} of task {task.Name} ({task.Fingerprint}): {summary.Trained} trained now{(summary.Damaged > 0 ? $" ({summary.Damaged} in place of damaged ones)" : "")}, "
                            + $"{summary.Requested - summary.Trained} were there; {summary.PerMinute:0.0} per minute."
                    )
                )
        );
        return ExitCodes.Success;
    }
}
