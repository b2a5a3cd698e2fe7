using System.CommandLine;
using DataWorth.Artifacts;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Progress;

namespace DataWorth.Cli.Commands.Store;

/// <summary>'dataworth store copy': copies artifacts to another store, goes on after an interruption, checks hashes.</summary>
internal sealed class StoreCopyCommand : StoreSubcommand
{
    private readonly Argument<string> _destination = new("destination") { Description = $"The other store: {StoreAddress.Forms}." };

    private readonly Argument<string[]> _artifacts = new("artifact")
    {
        Description = "Artifacts, as for 'store show'. Default: all finished ones.",
        Arity = ArgumentArity.ZeroOrMore,
    };

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
    public override int Run(CommandContext context)
    {
        using var source = OpenStore(context);
        using var destination = StoreAddress.Open(context.Get(_destination)!, mustExist: false);
        var names = context.Get(_artifacts) ?? [];
        List<ArtifactKey> keys =
            names.Length > 0
                ? [.. names.Select(name => Resolve(source, name, context.CancellationToken))]
                :
                [
                    .. ArtifactCatalog
                        .List(source, cancellationToken: context.CancellationToken)
                        .Where(summary => summary.IsFinished)
                        .Select(summary => summary.Key),
                ];
        var display = ProgressDisplay.For(context.Console);
        List<(ArtifactKey Key, ArtifactCopyResult Result)> results = display.Run(() =>
            keys.Select(key => (key, Copy(display, source, destination, key, context))).ToList()
        );
        context.Write(
            results.Select(result => new
            {
                Artifact = result.Key.ToString(),
                result.Result.FilesCopied,
                result.Result.FilesKept,
                result.Result.BytesCopied,
            }),
            output =>
            {
                foreach ((var key, var result) in results)
                {
                    output.WriteLine(
                        $"{key}  {result.FilesCopied} files copied ({Size(result.BytesCopied)}), {result.FilesKept} were there"
                    );
                }
            }
        );
        return ExitCodes.Success;
    }

    private static ArtifactCopyResult Copy(
        ProgressDisplay display,
        IArtifactStore source,
        IArtifactStore destination,
        ArtifactKey key,
        CommandContext context
    )
    {
        var bytes = Math.Max(1, ArtifactCatalog.Objects(source, key, context.CancellationToken).Sum(item => item.Length));
        using var stage = display.Begin("copy " + key, "bytes", bytes);
        var result = ArtifactCopier.Copy(source, destination, key, new StageBytes(stage), context.CancellationToken);
        stage.Report(bytes); // manifest and ids are not reported byte by byte
        return result;
    }
}
