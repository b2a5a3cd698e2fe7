using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Results;
using DataWorth.Evaluation.Retraining;
using DataWorth.Evaluation.Tasks;

namespace DataWorth.Cli.Commands.Evaluate;

/// <summary>'dataworth evaluate verify': read every retraining of a task and compare it with its checksum.</summary>
internal sealed class EvaluateVerifyCommand(IReadOnlyList<TaskDescription> tasks)
    : EvaluateSubcommand(
        tasks,
        "verify",
        "Read every retraining of an evaluation's task and compare it with its checksum. Exit code 1 when one is damaged."
    )
{
    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [new("dataworth evaluate verify pipelines/fashion-mnist-evaluation.yaml --store bank", "check a bank")];

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        var definition = Definition(context);
        using var task = CreateTask(context, definition);
        using var store = OpenStore(context);
        var checks = definition.TasksOfChecks(task);
        try
        {
            return Verify(context, task, [.. checks.Prepend(task).Select(part => new RetrainBank(store, part))]);
        }
        finally
        {
            checks.ToList().ForEach(part => part.Dispose());
        }
    }

    // With the models that the checks train: their data and queries are others than the evaluation's.
    private static int Verify(CommandContext context, RetrainingTask task, IReadOnlyList<RetrainBank> banks)
    {
        var results = banks.Select(bank => bank.Verify(context.CancellationToken)).ToList();
        var whole = results.Sum(result => result.Whole);
        List<string> faults = [.. results.SelectMany(result => result.Faults)];
        context.Write(
            new
            {
                Task = task.Name,
                task.Fingerprint,
                OfChecks = banks.Skip(1).Select(bank => bank.Task.Fingerprint),
                Whole = whole,
                Faults = faults,
            },
            output =>
            {
                output.WriteLine(
                    $"{CountText.Of(whole, "retraining")} of task {task.Name} ({task.Fingerprint}) whole, {faults.Count} damaged."
                );
                foreach (var fault in faults)
                {
                    output.WriteLine("  " + fault);
                }
            }
        );
        return faults.Count == 0 ? ExitCodes.Success : ExitCodes.Failure;
    }
}
