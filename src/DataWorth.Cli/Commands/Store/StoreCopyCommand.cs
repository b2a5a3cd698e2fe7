using System.CommandLine;
using DataWorth.Artifacts;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Results;

namespace DataWorth.Cli.Commands.Store;

/// <summary>'dataworth store copy': copies artifacts to another store, goes on after an interruption, checks hashes.</summary>
internal sealed class StoreCopyCommand : StoreSubcommand
{
    private readonly Argument<string> _destination = new("destination") { Description = $"The other store: {StoreAddress.Forms}." };

    private readonly Argument<string[]> _artifacts = ArtifactsArgument("Default: all finished ones.");

    /// <summary>Makes the command.</summary>
    public StoreCopyCommand()
        : base("copy", "Copy artifacts to another store; run again after an interruption to go on. Hashes are checked.")
    {
        Arguments.Add(_destination);
        Arguments.Add(_artifacts);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new("dataworth store copy file:/backup/store", "copy everything"),
        new("dataworth store copy other gradients/3f --store file:artifacts", "copy one artifact"),
        new("dataworth store copy az://account/container/runs", "copy everything to Azure Blob Storage"),
    ];

    /// <inheritdoc/>
    public override bool GoesOnFromStore => true;

    private static void RequireOther(IArtifactStore source, string address)
    {
        using var destination = StoreAddress.Open(address, mustExist: false);
        var (from, to) = (source.Description + "/", destination.Description + "/");
        if (from == to)
        {
            throw new UserErrorException($"{source.Description} is to be copied to itself. Give another place.");
        }

        if (from.StartsWith(to, StringComparison.Ordinal) || to.StartsWith(from, StringComparison.Ordinal))
        {
            throw new UserErrorException(
                $"{destination.Description} and {source.Description} lie one within the other, expected two stores beside each other. Give "
                    + "another place."
            );
        }
    }

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        using var source = OpenStore(context);
        var address = context.Get(_destination)!;
        RequireOther(source, address);
        StoreAddress.RequireStoreOrNothing(address);
        using var destination = StoreAddress.Open(address, mustExist: false);
        var items = Named(source, context, _artifacts);
        var results = StorePass.Over(
            "copy",
            items,
            context,
            (item, progress) => (Item: item, Result: item.CopyTo(destination, progress, context.CancellationToken))
        );
        var (copied, kept, bytes) = (
            results.Sum(result => result.Result.FilesCopied),
            results.Sum(result => result.Result.FilesKept),
            results.Sum(result => result.Result.BytesCopied)
        );
        context.Write(
            new
            {
                Store = source.Description,
                Destination = destination.Description,
                Artifacts = results.Select(result => new
                {
                    Artifact = result.Item.Key.ToString(),
                    result.Result.FilesCopied,
                    result.Result.FilesKept,
                    result.Result.BytesCopied,
                }),
                FilesCopied = copied,
                FilesKept = kept,
                BytesCopied = bytes,
            },
            output =>
                output.WriteLine(
                    $"{CountText.Of(items.Count, "artifact")} whole in {destination.Description}, {Size(items.Sum(item => item.Bytes))}: "
                        + $"{CountText.Of(copied, "file")} copied ({Size(bytes)}), {kept} were there"
                )
        );
        return ExitCodes.Success;
    }
}
