using System.CommandLine;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Results;

namespace DataWorth.Cli.Commands.Store;

/// <summary>'dataworth store repair': removes what is damaged, so that it is computed again.</summary>
internal sealed class StoreRepairCommand : StoreSubcommand
{
    private readonly Argument<string[]> _artifacts = ArtifactsArgument("Default: all finished ones.");
    private readonly Option<bool> _preview = new("--dry-run") { Description = "Only say what would be removed." };

    /// <summary>Makes the command.</summary>
    public StoreRepairCommand()
        : base(
            "repair",
            "Verify, and remove what is damaged. Fits that refer to it stay: the same fit computes what is missing again, and only that."
        )
    {
        Arguments.Add(_artifacts);
        Options.Add(_preview);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new("dataworth store repair --dry-run", "see what is damaged"),
        new("dataworth store repair --store file:artifacts", "remove what is damaged in another store"),
    ];

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        using var store = OpenStore(context);
        var preview = context.Get(_preview);
        var fits = StoreListing.FitsOf(StoreItems.List(store, context.CancellationToken), context.CancellationToken);
        var items = Named(store, context, _artifacts);
        var results = StorePass
            .Over(
                "repair",
                items,
                context,
                (item, progress) => (Item: item, Found: item.Repair(preview, progress, context.CancellationToken))
            )
            .Where(result => result.Found.Faults.Count > 0)
            .Select(result => new
            {
                Artifact = result.Item.Key.ToString(),
                result.Found.Faults,
                Removed = result.Found.Removed.Count,
                Bytes = result.Found.Removed.Sum(info => info.Length),
                Fits = fits.Where(fit => fit.Key != result.Item.Key && fit.Uses(result.Item.Key)).Select(fit => fit.Label).ToList(),
            })
            .ToList();
        var bytes = results.Sum(result => result.Bytes);
        context.Write(
            new
            {
                Store = store.Description,
                Preview = preview,
                Artifacts = results,
                Whole = items.Count - results.Count,
                Bytes = bytes,
            },
            output =>
            {
                var word = preview ? "would be removed" : "removed";
                foreach (var result in results)
                {
                    output.WriteLine(
                        $"{result.Artifact}  {CountText.Of(result.Removed, "object")} {word}, {Size(result.Bytes)}: {result.Faults[0].Message.Split(" Remove what is damaged ")[0]}"
                    );
                    if (result.Fits.Count > 0)
                    {
                        output.WriteLine($"  to make it again, fit again: {string.Join(", ", result.Fits)}");
                    }
                }

                output.WriteLine(
                    items.Count == 0 ? "Nothing is in the store."
                    : results.Count == 0 ? $"Nothing is damaged: {CountText.Of(items.Count, "artifact")} whole."
                    : $"{results.Count} of {CountText.Of(items.Count, "artifact")} damaged: {Size(bytes)} {word}."
                );
            }
        );
        return ExitCodes.Success;
    }
}
