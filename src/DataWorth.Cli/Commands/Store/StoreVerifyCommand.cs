using System.CommandLine;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Results;

namespace DataWorth.Cli.Commands.Store;

/// <summary>'dataworth store verify': reads every byte and compares it with the hashes that were written.</summary>
internal sealed class StoreVerifyCommand : StoreSubcommand
{
    private readonly Argument<string[]> _artifacts = ArtifactsArgument("Default: all finished ones.");

    /// <summary>Makes the command.</summary>
    public StoreVerifyCommand()
        : base(
            "verify",
            "Read every byte and compare it with the hashes. Exit code 1 when something is damaged, or missing though a fit needs it."
        ) => Arguments.Add(_artifacts);

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [new("dataworth store verify", "check everything"), new("dataworth store verify gradients/3f", "check one artifact")];

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        using var store = OpenStore(context);
        var items = Named(store, context, _artifacts);
        var results = StorePass.Over(
            "verify",
            items,
            context,
            (item, progress) => (Item: item, Faults: item.Verify(progress, context.CancellationToken))
        );
        var damaged = results.Where(result => result.Faults.Count > 0).ToList();
        var (missing, unfinished) = context.Get(_artifacts) is { Length: > 0 }
            ? ([], [])
            : WithoutManifest(StoreItems.List(store, context.CancellationToken), context);
        var (whole, bytes) = (results.Count - damaged.Count, items.Sum(item => item.Bytes));
        context.Write(
            new
            {
                Store = store.Description,
                Artifacts = results.Select(result => new
                {
                    Artifact = result.Item.Key.ToString(),
                    IsWhole = result.Faults.Count == 0,
                    result.Faults,
                }),
                Whole = whole,
                Damaged = damaged.Count,
                Missing = missing.Select(entry => new { entry.Artifact, Fits = entry.Fits.Select(fit => fit.Name) }),
                Unfinished = unfinished.Select(item => new
                {
                    Artifact = item.Key.ToString(),
                    item.Bytes,
                    item.LastModified,
                }),
                Bytes = bytes,
            },
            output =>
            {
                foreach (var (item, faults) in damaged)
                {
                    output.WriteLine($"{item.Key}  {CountText.Of(faults.Count, "fault")}");
                    foreach (var fault in faults)
                    {
                        output.WriteLine("  " + fault.Message);
                    }
                }

                foreach (var (artifact, fits) in missing)
                {
                    output.WriteLine(
                        $"{artifact}  missing or without its manifest, but needed by {string.Join(", ", fits.Select(fit => fit.Label))}. Fit "
                            + "again: the same fit makes what is missing."
                    );
                }

                foreach (var item in unfinished)
                {
                    output.WriteLine(
                        $"{item.Key}  unfinished, {Size(item.Bytes)}, last written {item.LastModified:yyyy-MM-dd HH:mm}: by a run that goes on, or "
                            + "was stopped. The same command finishes it, 'dataworth store gc' removes it."
                    );
                }

                output.WriteLine(
                    $"{CountText.Of(whole, "artifact")} whole{(damaged.Count > 0 ? $", {damaged.Count} damaged" : "")}"
                        + $"{(missing.Count > 0 ? $", {missing.Count} missing" : "")}"
                        + $"{(unfinished.Count > 0 ? $", {unfinished.Count} unfinished" : "")}, {Size(bytes)}"
                );
            }
        );
        return damaged.Count + missing.Count == 0 ? ExitCodes.Success : ExitCodes.Failure;
    }

    // A manifest is written last: what has none is unfinished, which is no fault unless a fit was made from it.
    private static (
        IReadOnlyList<(string Artifact, IReadOnlyList<StoredFit> Fits)> Missing,
        IReadOnlyList<StoreItem> Unfinished
    ) WithoutManifest(IReadOnlyList<StoreItem> all, CommandContext context)
    {
        var finished = all.Where(item => item.IsFinished).Select(item => item.Key.ToString()).ToHashSet(StringComparer.Ordinal);
        List<(string Artifact, IReadOnlyList<StoredFit> Fits)> missing =
        [
            .. StoreListing
                .FitsOf(all, context.CancellationToken)
                .SelectMany(fit => fit.Parts.Distinct().Select(part => (part, fit)))
                .Where(entry => !finished.Contains(entry.part))
                .GroupBy(entry => entry.part, entry => entry.fit)
                .Select(group => (group.Key, (IReadOnlyList<StoredFit>)[.. group])),
        ];
        var needed = missing.Select(entry => entry.Artifact).ToHashSet(StringComparer.Ordinal);
        return (missing, [.. all.Where(item => !item.IsFinished && !needed.Contains(item.Key.ToString()))]);
    }
}
