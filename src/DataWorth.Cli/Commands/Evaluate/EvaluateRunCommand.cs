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
        var folder = context.Get(_out)!;
        RequireWritable(folder);
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
            return new EvaluationRun(definition, store, task, options, stages).Execute(context.Get(_noTraining), context.CommandLine);
        });
        var start = Path.Combine(folder.FullName, definition.Name);
        var table = ResultTable.ToMarkdown(result);
        File.WriteAllText(start + ".json", ResultFiles.ToJson(result));
        File.WriteAllText(start + ".csv", ResultFiles.ToCsv(result));
        File.WriteAllText(start + ".md", table);
        EvaluationPage.Create(result, new ExampleViews(task.ShowQuery, task.ShowTraining)).Save(start + ".html");
        context.Log.Information("Result written to {Start}.html, .json, .csv and .md", start);
        context.Write(result, output => output.Write(table));
        return ExitCodes.Success;
    }

    private static void RequireWritable(DirectoryInfo folder)
    {
        try
        {
            folder.Create();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(
                $"The folder '{folder}' cannot be made: {exception.Message} Give --out a folder that can be written.",
                exception
            );
        }
    }
}
