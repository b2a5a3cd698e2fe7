using System.CommandLine;
using DataWorth.Artifacts;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Progress;

namespace DataWorth.Cli.Commands.Store;

/// <summary>'dataworth store verify': reads every byte of artifacts and compares it with the hashes of their manifests.</summary>
internal sealed class StoreVerifyCommand : StoreSubcommand
{
    private readonly Argument<string[]> _artifacts = new("artifact")
    {
        Description = "Artifacts, as for 'store show'. Default: all finished ones.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>Makes the command.</summary>
    public StoreVerifyCommand()
        : base("verify", "Read every byte of artifacts and compare it with their hashes. Exit code 1 when something is damaged.") =>
        Arguments.Add(_artifacts);

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [new("dataworth store verify", "check everything"), new("dataworth store verify gradients/3f", "check one artifact")];

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        using var store = OpenStore(context);
        var names = context.Get(_artifacts) ?? [];
        List<ArtifactKey> keys =
            names.Length > 0
                ? [.. names.Select(name => Resolve(store, name, context.CancellationToken))]
                :
                [
                    .. ArtifactCatalog
                        .List(store, cancellationToken: context.CancellationToken)
                        .Where(summary => summary.IsFinished)
                        .Select(summary => summary.Key),
                ];
        var display = ProgressDisplay.For(context.Console);
        List<(ArtifactKey Key, IReadOnlyList<ArtifactFault> Faults)> results = display.Run(() =>
            keys.Select(key => (key, Verify(display, store, key, context))).ToList()
        );
        context.Write(
            results.Select(result => new
            {
                Artifact = result.Key.ToString(),
                IsWhole = result.Faults.Count == 0,
                result.Faults,
            }),
            output =>
            {
                foreach ((var key, var faults) in results)
                {
                    output.WriteLine($"{key}  {(faults.Count == 0 ? "whole" : $"{faults.Count} faults")}");
                    foreach (var fault in faults)
                    {
                        output.WriteLine("  " + fault.Message);
                    }
                }
            }
        );
        return results.All(result => result.Faults.Count == 0) ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static IReadOnlyList<ArtifactFault> Verify(
        ProgressDisplay display,
        IArtifactStore store,
        ArtifactKey key,
        CommandContext context
    )
    {
        var bytes = Math.Max(1, ArtifactCatalog.Objects(store, key, context.CancellationToken).Sum(item => item.Length));
        using var stage = display.Begin("verify " + key, "bytes", bytes);
        var faults = ArtifactVerifier.Verify(store, key, new StageBytes(stage), context.CancellationToken);
        // Manifest and ids are not reported byte by byte.
        stage.Report(bytes, faults.Count == 0 ? "whole" : $"{faults.Count} faults");
        return faults;
    }
}
