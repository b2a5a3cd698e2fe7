using System.CommandLine;
using DataWorth.Artifacts;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Results;

namespace DataWorth.Cli.Commands.Store;

/// <summary>'dataworth store rm': removes artifacts.</summary>
internal sealed class StoreRemoveCommand : StoreSubcommand
{
    private readonly Argument<string[]> _artifacts = ArtifactsArgument("Several can be named.");
    private readonly Option<string?> _kind = KindOption("Everything of this kind, such as curvature.");
    private readonly Option<TimeSpan?> _age = AgeOption.Create(
        "--older-than",
        "Only what was neither written nor used by a fit for this long; without names and kind, everything of that age."
    );
    private readonly Option<bool> _preview = new("--dry-run") { Description = "Only say what would be removed." };

    /// <summary>Makes the command.</summary>
    public StoreRemoveCommand()
        : base("rm", "Remove artifacts and retrainings. A later fit or evaluation computes them again.")
    {
        Arguments.Add(_artifacts);
        Options.Add(_kind);
        Options.Add(_age);
        Options.Add(_preview);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new("dataworth store rm curvature/9c gradients/3f", "remove two artifacts"),
        new("dataworth store rm --kind curvature --older-than 30d --dry-run", "see what has not been used for a month"),
    ];

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        using var store = OpenStore(context);
        var preview = context.Get(_preview);
        var all = StoreItems.List(store, context.CancellationToken);
        var fits = StoreListing.FitsOf(all, context.CancellationToken);
        var removed = Chosen(store, all, fits, context)
            .Select(item => new
            {
                Item = item,
                Fits = fits.Where(fit => fit.Key != item.Key && fit.Uses(item.Key)).Select(fit => fit.Label).ToList(),
            })
            .ToList();
        foreach (var entry in preview ? [] : removed)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            try
            {
                entry.Item.Remove(context.CancellationToken);
            }
            catch (ArtifactNotFoundException)
            {
                // Another one has removed it meanwhile.
            }
        }

        var bytes = removed.Sum(entry => entry.Item.Bytes);
        context.Write(
            new
            {
                Store = store.Description,
                Preview = preview,
                Artifacts = removed.Select(entry => new
                {
                    Artifact = entry.Item.Key.ToString(),
                    entry.Item.Objects,
                    entry.Item.Bytes,
                    entry.Fits,
                }),
                Bytes = bytes,
            },
            output =>
            {
                foreach (var entry in removed)
                {
                    var users = entry.Fits.Count > 0 ? $"  belongs to: {string.Join(", ", entry.Fits)}" : "";
                    output.WriteLine($"{entry.Item.Key}  {Size(entry.Item.Bytes)}{users}");
                }

                output.WriteLine($"{CountText.Of(removed.Count, "artifact")} {(preview ? "would be removed" : "removed")}, {Size(bytes)}");
            }
        );
        return ExitCodes.Success;
    }

    private IReadOnlyList<StoreItem> Chosen(
        IArtifactStore store,
        IReadOnlyList<StoreItem> all,
        IReadOnlyList<StoredFit> fits,
        CommandContext context
    )
    {
        var names = context.Get(_artifacts) ?? [];
        var (kind, age) = (context.Get(_kind), context.Get(_age));
        if (names.Length == 0 && kind is null && age is null)
        {
            throw new UserErrorException("Nothing is named. Give artifacts of 'dataworth store ls', --kind or --older-than.");
        }

        var named = names.Length == 0 ? all : [.. names.Select(name => StoreItems.Find(all, name, store)).Distinct()];
        var before = TimeProvider.System.GetUtcNow() - age;
        return [.. StoreItems.OfKind(named, kind, store).Where(item => before is null || LastUsed(item, fits) < before)];
    }

    private static DateTimeOffset LastUsed(StoreItem item, IReadOnlyList<StoredFit> fits) =>
        fits.Where(fit => fit.Uses(item.Key)).Select(fit => fit.Made).Append(item.LastModified).Max();
}
