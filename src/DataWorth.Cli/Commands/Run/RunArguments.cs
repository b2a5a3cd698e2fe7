using System.CommandLine;
using DataWorth.Artifacts;
using DataWorth.Cli.Hosting;
using DataWorth.Workflow.Runs;

namespace DataWorth.Cli.Commands.Run;

/// <summary>What commands about a run share: its name and its store.</summary>
internal sealed class RunArguments
{
    private readonly Argument<string?> _run = new("run")
    {
        Description = "The run (dw-...), or the beginning of its plan's digest. Default: the newest of the store.",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<string> _store = Fit.StoreOption.Create();

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_run);
        command.Options.Add(_store);
    }

    /// <summary>Opens the store.</summary>
    public IArtifactStore Open(CommandContext context) => Fit.StoreOption.Open(context, _store);

    /// <summary>Address of the store.</summary>
    public string Address(CommandContext context) => context.Get(_store)!;

    /// <summary>The run.</summary>
    /// <exception cref="UserErrorException">Its name is empty.</exception>
    public RunFolder Find(CommandContext context, IArtifactStore store)
    {
        if (context.Get(_run) is { } given && string.IsNullOrWhiteSpace(given))
        {
            throw new UserErrorException(
                "The name of the run is empty, expected dw-... or the beginning of its plan's digest. Leave it out for the newest."
            );
        }

        var folder = RunFolder.Find(store, context.Get(_run), context.CancellationToken);
        folder.Warn = context.Console.WriteWarning;
        return folder;
    }
}
