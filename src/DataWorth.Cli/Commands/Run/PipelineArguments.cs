using System.CommandLine;
using DataWorth.Artifacts;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Pipelines;
using DataWorth.Cli.Stages;
using DataWorth.Evaluation.Tasks;
using DataWorth.Workflow.Plans;

namespace DataWorth.Cli.Commands.Run;

/// <summary>What commands that read a pipeline file share: the file, values set in it, the store.</summary>
internal sealed class PipelineArguments(IReadOnlyList<TaskDescription> tasks)
{
    private readonly Argument<string> _file = new("file")
    {
        Description = "A pipeline file, such as pipelines/own-csv.yaml; - for standard input.",
    };
    private readonly Option<string[]> _set = new("--set")
    {
        Description = "A value of the file by its path (methods.logra.rank=32, variables.rank=32, training.epochs=5); may be repeated.",
        HelpName = "path=value",
        DefaultValueFactory = _ => [],
    };
    private readonly Option<string?> _store = new("--store", "-s")
    {
        Description = $"Where everything is kept: {StoreAddress.Forms}. Default: the file's 'store', else {StoreAddress.Default}.",
        HelpName = "address",
    };
    private readonly Option<string?> _engine = new("--engine", "-e")
    {
        Description =
            $"What runs the shards: {string.Join(", ", EngineTable.Engines.Select(engine => engine.Name))}. Default: the file's 'engine', else local; "
            + "options of another one in the file are left out.",
        HelpName = "name",
    };

    /// <summary>The tasks that an evaluation can name.</summary>
    public IReadOnlyList<TaskDescription> Tasks => tasks;

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_file);
        command.Options.Add(_set);
        command.Options.Add(_store);
        command.Options.Add(_engine);
    }

    /// <summary>The pipeline.</summary>
    /// <exception cref="UserErrorException">The file is missing or wrong.</exception>
    public PipelineFile Read(CommandContext context)
    {
        var settings = Fit.Settings.Read(context.Get(_set)!).ToDictionary();
        if (context.Get(_engine) is { } engine)
        {
            settings[$"engine.{EngineTable.Key}"] = engine;
        }

        return PipelineReader.ReadPipeline(context.Get(_file)!, settings, tasks);
    }

    /// <summary>Address of the store.</summary>
    public string Address(CommandContext context, PipelineFile file) => context.Get(_store) ?? file.First.Store ?? StoreAddress.Default;

    /// <summary>The plan of a pipeline; data and networks are opened for it, and closed again.</summary>
    /// <param name="context">Is warned where other versions resolved the file.</param>
    /// <param name="file">The pipeline.</param>
    /// <param name="store">Its store.</param>
    /// <param name="downloads">Whether known data sets are downloaded that are nowhere.</param>
    /// <exception cref="UserErrorException">Data, model and methods do not go together, or are not those that the file was resolved with.</exception>
    public Plan Compile(CommandContext context, PipelineFile file, IArtifactStore store, bool downloads = true)
    {
        StageSession session = new(store, new StageJson(tasks), null, downloads);
        try
        {
            var plan = new Planner(session, context.CancellationToken).Compile(file);
            if (file.First.Lock?.OtherVersions(plan.Job["versions"]!.AsObject()) is { } other)
            {
                context.Console.WriteWarning(other);
            }

            return plan;
        }
        finally
        {
            session.Release();
        }
    }
}
