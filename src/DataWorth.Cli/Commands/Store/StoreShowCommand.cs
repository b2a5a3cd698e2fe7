using System.CommandLine;
using DataWorth.Artifacts;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Results;

namespace DataWorth.Cli.Commands.Store;

/// <summary>'dataworth store show': what one artifact holds and what it was made from.</summary>
internal sealed class StoreShowCommand : StoreSubcommand
{
    private readonly Argument<string> _artifact = new("artifact")
    {
        Description = "KIND/FINGERPRINT, or a beginning that only one artifact has.",
    };

    /// <summary>Makes the command.</summary>
    public StoreShowCommand()
        : base("show", "Show what an artifact holds and which model, data and options it was made from.") => Arguments.Add(_artifact);

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [new("dataworth store show gradients/3f", "the artifact whose name begins so")];

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        using var store = OpenStore(context);
        var item = StoreItems.Find(StoreItems.List(store, context.CancellationToken), context.Get(_artifact)!, store);
        if (item is RetrainingsItem)
        {
            ShowRetrainings(item, context);
            return ExitCodes.Success;
        }

        var key = item.Key;
        var manifest = ArtifactCatalog.ReadManifest(store, key, context.CancellationToken);
        context.Write(
            manifest,
            output =>
            {
                output.WriteLine($"{key}   {Size(manifest.ContentBytes)}, format version {manifest.Version}");
                output.WriteLine($"  rows       {manifest.Rows} in {manifest.Shards.Count} shards, codec {manifest.Codec}");
                foreach (var tensor in manifest.Layout)
                {
                    output.WriteLine($"  per row    {tensor}");
                }

                foreach (var file in manifest.Tensors)
                {
                    output.WriteLine($"  tensors    {file.File}, {Size(file.Bytes)}");
                }

                foreach ((var name, var value) in manifest.Options)
                {
                    output.WriteLine($"  {"made from", -10} {name} = {value}");
                }

                foreach ((var name, var value) in manifest.Provenance)
                {
                    output.WriteLine($"  {"made by", -10} {name} = {value}");
                }
            }
        );
        return ExitCodes.Success;
    }

    private static void ShowRetrainings(StoreItem item, CommandContext context)
    {
        var (retrainings, task) = item.Describe(context.CancellationToken);
        context.Write(
            new
            {
                Artifact = item.Key.ToString(),
                Retrainings = retrainings,
                item.Bytes,
                Task = task,
            },
            output =>
            {
                output.WriteLine($"{item.Key}   {CountText.Of(retrainings, "retraining")}, {Size(item.Bytes)}");
                foreach ((var name, var value) in task)
                {
                    output.WriteLine($"  {"task", -10} {name} = {value}");
                }
            }
        );
    }
}
