using System.CommandLine;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Progress;
using DataWorth.Evaluation.Reports.Evaluation;
using DataWorth.Evaluation.Results;
using DataWorth.Evaluation.Retraining;
using DataWorth.Evaluation.Tasks;

namespace DataWorth.Cli.Commands.Evaluate;

/// <summary>'dataworth evaluate run': all stages of an evaluation, with what the store has reused.</summary>
internal sealed class EvaluateRunCommand : EvaluateSubcommand
{
    private readonly Option<DirectoryInfo> _out = new("--out", "-o")
    {
        Description = "The folder for NAME.html, NAME.json, NAME.csv and NAME.md.",
        HelpName = "path",
        DefaultValueFactory = _ => new DirectoryInfo("evaluation"),
    };
    private readonly Option<bool> _noTraining = new("--no-training")
    {
        Description =
            "Make no retrainings: measure with the seeds for which the store has all subsets, and leave out a brittleness test that is "
            + "not complete. Attributed models are trained if they are missing.",
    };
    private readonly Option<int?> _workers = WorkersOption();

    /// <summary>Makes the command.</summary>
    public EvaluateRunCommand(IReadOnlyList<TaskDescription> tasks)
        : base(
            tasks,
            "run",
            "Train what is missing, fit and score every method, and write the result: linear datamodeling scores with intervals, "
                + "brittleness, checks."
        )
    {
        Options.Add(_out);
        Options.Add(_noTraining);
        Options.Add(_workers);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new("dataworth evaluate run pipelines/glyphs-evaluation.yaml", "a small evaluation that needs no files, in a minute"),
        new("dataworth evaluate run pipelines/fashion-mnist-evaluation.yaml --store bank --out results", "the comparison on Fashion-MNIST"),
        new("dataworth evaluate run my.yaml --store bank --no-training", "with the retrainings that are there"),
    ];

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        var definition = Definition(context);
        if (context.Get(_out)!.ToString() == OutputFile.Standard)
        {
            throw new UserErrorException("--out is '-', but an evaluation writes four files: give a folder. --json prints the result.");
        }

        ResultFolder folder = new(context.Get(_out)!, definition.Name);
        folder.RequireWritable(context.Say);
        RetrainOptions options = new()
        {
            Workers = context.Get(_workers) ?? Environment.ProcessorCount,
            CancellationToken = context.CancellationToken,
        };
        using var task = CreateTask(context, definition);
        using var store = OpenStore(context);
        var display = ProgressDisplay.For(context.Console);
        var result = display.Run(() =>
        {
            using EvaluationStages stages = new(display);
            return CreateRun(context, definition, store, task, options, stages).Execute(context.Get(_noTraining), context.CommandLine);
        });
        // Said first and written then: what took hours is not lost with a full disk.
        context.Write(result, output => Print(output, result));
        List<string> faults =
        [
            .. new[]
            {
                folder.TryWrite("json", ResultFiles.ToJson(result)),
                folder.TryWrite("csv", ResultFiles.ToCsv(result)),
                folder.TryWrite("md", ResultTable.ToMarkdown(result)),
                folder.TryWrite("html", EvaluationPage.Create(result, new ExampleViews(task.ShowQuery, task.ShowTraining)).Render()),
            }.OfType<string>(),
        ];
        if (faults.Count == 0)
        {
            context.Log.Information("Result written to {Page} and .json, .csv, .md beside it", folder.PathOf("html"));
            return ExitCodes.Success;
        }

        context.Console.WriteError(
            $"{string.Join(" ", faults)} The result stands on standard output, and the store has all that it was made from: the same command "
                + "with another --out trains nothing again."
        );
        return ExitCodes.Failure;
    }

    private static void Print(TextWriter output, EvaluationResult result)
    {
        var isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        new EvaluationTables(CommandConsole.Create(output, isTerminal), isTerminal).Write(result);
    }
}
