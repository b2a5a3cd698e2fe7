using System.CommandLine;
using DataWorth.Artifacts;
using DataWorth.Cli.Hosting;

namespace DataWorth.Cli.Commands.Store;

/// <summary>'dataworth store ls': the artifacts of a store.</summary>
internal sealed class StoreListCommand : StoreSubcommand
{
    private readonly Option<string?> _kind = new("--kind")
    {
        Description = "Only artifacts of this kind: gradients, curvature, projections, coefficients, probe, fit.",
    };

    /// <summary>Makes the command.</summary>
    public StoreListCommand()
        : base("ls", "List the artifacts of a store.") => Options.Add(_kind);

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new("dataworth store ls", "list what the last fits stored"),
        new("dataworth store ls --store file:artifacts --kind gradients --json", "gradients of another store, for a program"),
    ];

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        using var store = OpenStore(context);
        var summaries = ArtifactCatalog.List(store, context.Get(_kind), context.CancellationToken);
        context.Write(
            new
            {
                Store = store.Description,
                Artifacts = summaries.Select(summary => new
                {
                    Artifact = summary.Key.ToString(),
                    summary.IsFinished,
                    summary.Objects,
                    summary.Bytes,
                    summary.LastModified,
                }),
            },
            output =>
            {
                foreach (var summary in summaries)
                {
                    var state = summary.IsFinished ? "" : "  (unfinished: a fit goes on with it, 'store gc' removes it)";
                    output.WriteLine($"{summary.Key, -48} {Size(summary.Bytes), 10}  {summary.LastModified:yyyy-MM-dd HH:mm}{state}");
                }

                output.WriteLine($"{summaries.Count} artifacts in {store.Description}, {Size(summaries.Sum(summary => summary.Bytes))}");
            }
        );
        return ExitCodes.Success;
    }
}
