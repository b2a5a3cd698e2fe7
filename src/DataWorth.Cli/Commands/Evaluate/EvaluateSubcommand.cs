using System.CommandLine;
using DataWorth.Artifacts;
using DataWorth.Cli.Commands.Data;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Pipelines;
using DataWorth.Configuration;
using DataWorth.Evaluation.Results;
using DataWorth.Evaluation.Retraining;
using DataWorth.Evaluation.Tasks;

namespace DataWorth.Cli.Commands.Evaluate;

/// <summary>What the evaluation commands share: the file, the store and the data.</summary>
internal abstract class EvaluateSubcommand : DataWorthCommand
{
    private readonly Argument<string> _file = new("file")
    {
        Description = "An evaluation file, such as pipelines/fashion-mnist-evaluation.yaml; - for standard input.",
    };
    private readonly Option<string> _store = new("--store", "-s")
    {
        Description = $"Where retrainings, models, gradients and scores are kept: {StoreAddress.Forms}.",
        HelpName = "address",
        DefaultValueFactory = _ => StoreAddress.Default,
    };

    private readonly Option<string?> _data = new("--data")
    {
        Description = "The folder that holds the data set's files. Default: searched for, then downloaded.",
        HelpName = "path",
    };

    private readonly IReadOnlyList<TaskDescription> _tasks;

    /// <summary>Makes the command with its argument and common options.</summary>
    protected EvaluateSubcommand(IReadOnlyList<TaskDescription> tasks, string name, string description)
        : base(name, description)
    {
        _tasks = tasks;
        Arguments.Add(_file);
        Options.Add(_store);
        Options.Add(_data);
    }

    /// <inheritdoc/>
    public override bool UsesLibTorch => true;

    /// <summary>The evaluation that the file describes.</summary>
    /// <exception cref="UserErrorException">The file is missing or wrong.</exception>
    protected EvaluationDefinition Definition(CommandContext context) => PipelineReader.ReadEvaluation(context.Get(_file)!, _tasks);

    /// <summary>The store that --store names.</summary>
    protected IArtifactStore OpenStore(CommandContext context) => StoreAddress.Open(context.Get(_store)!, mustExist: false);

    /// <summary>Data, model and training of an evaluation.</summary>
    /// <exception cref="UserErrorException">The file names no task.</exception>
    protected RetrainingTask CreateTask(CommandContext context, EvaluationDefinition definition)
    {
        var options =
            definition.Task
            ?? throw new UserErrorException(
                $"{context.Get(_file)}: there is no 'task', expected one with a '{TaskTable.Key}' of: "
                    + $"{string.Join(", ", _tasks.Select(task => task.Name))}."
            );
        return TaskTable.CreateAsync(_tasks, options, DataLocation.CreateLocator(context.Get(_data))).GetAwaiter().GetResult();
    }

    /// <summary>The run of an evaluation; nothing is trained yet.</summary>
    /// <exception cref="UserErrorException">The file does not fit the task or its model.</exception>
    protected EvaluationRun CreateRun(
        CommandContext context,
        EvaluationDefinition definition,
        IArtifactStore store,
        RetrainingTask task,
        RetrainOptions options,
        IEvaluationProgress progress
    )
    {
        try
        {
            return new EvaluationRun(definition, store, task, options, progress);
        }
        catch (OptionException exception)
        {
            throw new UserErrorException($"{context.Get(_file)}, {exception.Path}: {exception.Message}", exception);
        }
    }

    /// <summary>An option for the number of trainings at once.</summary>
    protected static Option<int?> WorkersOption() =>
        NumberOption.Whole(
            "--workers",
            "Trainings at once, each on one thread; results do not depend on it. Default: one per processor.",
            1,
            4096
        );
}
