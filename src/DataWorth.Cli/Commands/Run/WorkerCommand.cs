using System.CommandLine;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Pipelines;
using DataWorth.Cli.Progress;
using DataWorth.Cli.Stages;
using DataWorth.Configuration;
using DataWorth.Evaluation.Tasks;
using DataWorth.Workflow.Engines;

namespace DataWorth.Cli.Commands.Run;

/// <summary>'dataworth worker': computes shards of whatever runs an engine has.</summary>
internal sealed class WorkerCommand : DataWorthCommand
{
    private static readonly IReadOnlyList<EngineDescription> s_engines = [.. EngineTable.Engines.Where(engine => engine.Work is not null)];

    private readonly IReadOnlyList<TaskDescription> _tasks;
    private readonly Option<string> _hub = new("--hub")
    {
        Description = "Name of the hub that runs and workers share.",
        HelpName = "name",
        DefaultValueFactory = _ => "dataworth",
    };
    private readonly Option<string> _engine = new("--engine", "-e")
    {
        Description = $"The engine: {string.Join(", ", s_engines.Select(engine => engine.Name))}.",
        HelpName = "name",
        DefaultValueFactory = _ => s_engines[0].Name,
    };
    private readonly Option<string[]> _set = new("--set")
    {
        Description = "An option of the engine (visibility-seconds=300); may be repeated.",
        HelpName = "name=value",
        DefaultValueFactory = _ => [],
    };
    private readonly Option<string> _store = Fit.StoreOption.Create();

    /// <summary>Makes the command.</summary>
    /// <param name="tasks">The tasks that an evaluation can name.</param>
    public WorkerCommand(IReadOnlyList<TaskDescription> tasks)
        : base(
            "worker",
            "Compute shards of the runs of a hub, one at a time, until it is stopped; start as many as there are processors, anywhere. Runs are "
                + "begun by 'dataworth run --engine durable'."
        )
    {
        _tasks = tasks;
        Options.Add(_hub);
        Options.Add(_engine);
        Options.Add(_set);
        Options.Add(_store);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "dataworth worker --hub bench --store az://account/container/bench",
            "a worker; its queues are where AZURE_STORAGE_CONNECTION_STRING says"
        ),
        new(
            "dataworth worker --hub bench --set account=myaccount --store az://myaccount/data/bench",
            "by the signed-in identity, without keys"
        ),
    ];

    /// <inheritdoc/>
    public override bool UsesLibTorch => true;

    /// <inheritdoc/>
    public override string Note => StoreAddress.CredentialHelp;

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        var engine =
            s_engines.FirstOrDefault(row => row.Name == context.Get(_engine))
            ?? throw new UserErrorException(
                $"--engine is '{context.Get(_engine)}', expected one that has workers: {string.Join(", ", s_engines.Select(row => row.Name))}."
            );
        var (address, options) = (context.Get(_store)!, OptionsOf(context, engine));
        using var store = StoreAddress.OpenWritable(address, context.CancellationToken, isPatient: true);
        using RunProgressDisplay progress = new(ProgressDisplay.None, context.Console);
        engine
            .Work!(options, EngineOf.Context(store, address, new StageJson(_tasks), progress, context.Log), context.CancellationToken)
            .GetAwaiter()
            .GetResult();
        context.CancellationToken.ThrowIfCancellationRequested();
        return ExitCodes.Success;
    }

    private EngineOptions OptionsOf(CommandContext context, EngineDescription engine)
    {
        var values = Fit.Settings.Read(context.Get(_set)!, example: "visibility-seconds=300").ToDictionary();
        var option = values.TryAdd("hub", context.Get(_hub)!) ? _hub.Name : null;
        try
        {
            var options = (EngineOptions)
                OptionsBinder.Bind(Activator.CreateInstance(engine.Options)!, values, $"the engine '{engine.Name}'");
            return options.Check() is var (key, fault) ? throw new OptionException(key, fault) : options;
        }
        catch (OptionException exception)
        {
            var name = exception.Path == "hub" && option is not null ? option : $"--set {exception.Path}";
            throw new UserErrorException($"{name}: {exception.Message}", exception);
        }
    }
}
