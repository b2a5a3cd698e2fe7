using System.CommandLine;
using DataWorth.Artifacts;
using DataWorth.Cli.Hosting;

namespace DataWorth.Cli.Commands.Store;

/// <summary>What the store commands share: the store they work on, and artifacts named as KIND/FINGERPRINT or by a beginning that only one
/// artifact has.</summary>
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

    /// <summary>Opens the store that --store names.</summary>
    /// <exception cref="UserErrorException">A folder is named that does not exist.</exception>
    protected IArtifactStore OpenStore(CommandContext context) => StoreAddress.Open(context.Get(_store)!, mustExist: true);

    /// <summary>The finished artifact that a text names.</summary>
    /// <exception cref="UserErrorException">None or several begin with the text.</exception>
    protected static ArtifactKey Resolve(IArtifactStore store, string text, CancellationToken cancellationToken)
    {
        List<ArtifactKey> found =
        [
            .. ArtifactCatalog
                .List(store, cancellationToken: cancellationToken)
                .Where(summary =>
                    summary.Key.ToString().StartsWith(text, StringComparison.Ordinal)
                    || summary.Key.Fingerprint.StartsWith(text, StringComparison.Ordinal)
                )
                .Select(summary => summary.Key),
        ];
        return found.Count switch
        {
            1 => found[0],
            0 => throw new UserErrorException(
                $"No artifact of store '{store.Description}' begins with '{text}'. List them with 'dataworth store ls'."
            ),
            _ => throw new UserErrorException(
                $"'{text}' is the beginning of {found.Count} artifacts: {string.Join(", ", found.Take(4))}. Give more of the name."
            ),
        };
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
