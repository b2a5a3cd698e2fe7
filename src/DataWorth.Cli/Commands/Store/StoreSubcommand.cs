using System.CommandLine;
using DataWorth.Artifacts;
using DataWorth.Cli.Hosting;

namespace DataWorth.Cli.Commands.Store;

/// <summary>What the store commands share: the store they work on, and the words for sizes and numbers.</summary>
internal abstract class StoreSubcommand : DataWorthCommand
{
    private readonly Option<string> _store = new("--store", "-s")
    {
        Description = $"The store: {StoreAddress.Forms}.",
        HelpName = "address",
        DefaultValueFactory = _ => StoreAddress.Default,
    };

    /// <summary>Makes the command with its option --store.</summary>
    protected StoreSubcommand(string name, string description)
        : base(name, description) => Options.Add(_store);

    /// <inheritdoc/>
    public override string? Note => StoreAddress.CredentialHelp;

    /// <summary>An option for a kind of artifact.</summary>
    protected static Option<string?> KindOption(string description) => new("--kind") { Description = description, HelpName = "kind" };

    /// <summary>An argument for artifacts.</summary>
    protected static Argument<string[]> ArtifactsArgument(string description) =>
        new("artifact")
        {
            Description = "KIND/FINGERPRINT, or a beginning that only one artifact has. " + description,
            Arity = ArgumentArity.ZeroOrMore,
        };

    /// <summary>Opens the store that --store names.</summary>
    /// <exception cref="UserErrorException">A folder is named that does not exist.</exception>
    protected IArtifactStore OpenStore(CommandContext context) => StoreAddress.Open(context.Get(_store)!, mustExist: true);

    /// <summary>The finished things that are named, each once; all that are finished where none is named.</summary>
    /// <exception cref="UserErrorException">A name is none, or of several.</exception>
    protected static IReadOnlyList<StoreItem> Named(IArtifactStore store, CommandContext context, Argument<string[]> artifacts)
    {
        var all = StoreItems.List(store, context.CancellationToken);
        return context.Get(artifacts) is { Length: > 0 } names
            ? [.. names.Select(name => StoreItems.Find(all, name, store)).Distinct()]
            : [.. all.Where(item => item.IsFinished)];
    }

    /// <summary>Bytes for people: '12.3 MB'.</summary>
    protected static string Size(long bytes) =>
        bytes switch
        {
            < 1000 => $"{bytes} B",
            < 1_000_000 => $"{bytes / 1e3:0.0} kB",
            < 1_000_000_000 => $"{bytes / 1e6:0.0} MB",
            _ => $"{bytes / 1e9:0.00} GB",
        };
}
