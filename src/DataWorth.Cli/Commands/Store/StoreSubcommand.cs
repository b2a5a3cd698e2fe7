using System.CommandLine;
using DataWorth.Artifacts;
using DataWorth.Cli.Hosting;

namespace DataWorth.Cli.Commands.Store;

/// <summary>What the store commands share: the store they work on, and artifacts named as KIND/FINGERPRINT or by a beginning that only one artifact has.</summary>
internal abstract class StoreSubcommand : DataWorthCommand
{
    private readonly Option<string> _store = new("--store", "-s")
    {
        Description = "The store: file:PATH or a folder.",
        DefaultValueFactory = _ => ".dataworth/store",
    };

    /// <summary>Makes the command with its option --store.</summary>
    protected StoreSubcommand(string name, string description) : base(name, description) => Options.Add(_store);

    /// <summary>Opens the store that --store names.</summary>
    /// <exception cref="UserErrorException">A folder is named that does not exist.</exception>
    protected IArtifactStore OpenStore(CommandContext context) => Open(context.Get(_store)!, mustExist: true);

    /// <summary>Opens a store by its address.</summary>
    protected static IArtifactStore Open(string address, bool mustExist)
    {
        string? folder = address.StartsWith("file:", StringComparison.OrdinalIgnoreCase) ? address["file:".Length..]
            : address.IndexOf(':') < 2 ? address : null;
        return mustExist && folder is not null && !Directory.Exists(folder)
            ? throw new UserErrorException($"There is no store at '{address}'. Give --store the folder that a fit wrote to (for example 'file:artifacts').")
            : ArtifactStores.Open(address);
    }

    /// <summary>The finished artifact that a text names.</summary>
    /// <exception cref="UserErrorException">None or several begin with the text.</exception>
    protected static ArtifactKey Resolve(IArtifactStore store, string text, CancellationToken cancellationToken)
    {
        List<ArtifactKey> found = [.. ArtifactCatalog.List(store, cancellationToken: cancellationToken)
            .Where(summary => summary.Key.ToString().StartsWith(text, StringComparison.Ordinal) || summary.Key.Fingerprint.StartsWith(text, StringComparison.Ordinal))
            .Select(summary => summary.Key)];
        return found.Count switch
        {
            1 => found[0],
            0 => throw new UserErrorException($"No artifact of store '{store.Description}' begins with '{text}'. List them with 'dataworth store ls'."),
            _ => throw new UserErrorException($"'{text}' is the beginning of {found.Count} artifacts: {string.Join(", ", found.Take(4))}. Give more of the name."),
        };
    }

    /// <summary>Bytes for people: '12.3 MB'.</summary>
    protected static string Size(long bytes) => bytes switch
    {
        < 1000 => $"{bytes} B",
        < 1_000_000 => $"{bytes / 1e3:0.0} kB",
        < 1_000_000_000 => $"{bytes / 1e6:0.0} MB",
        _ => $"{bytes / 1e9:0.00} GB",
    };
}
