using System.CommandLine;
using DataWorth.Artifacts;
using DataWorth.Cli.Hosting;

namespace DataWorth.Cli.Commands.Store;

/// <summary>'dataworth store rm': removes artifacts.</summary>
internal sealed class StoreRemoveCommand : StoreSubcommand
{
    private readonly Argument<string[]> _artifacts = new("artifact")
    {
        Description = "Artifacts, as for 'store show'.",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>Makes the command.</summary>
    public StoreRemoveCommand()
        : base("rm", "Remove artifacts. A later fit computes them again.") => Arguments.Add(_artifacts);

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } = [new("dataworth store rm curvature/9c", "remove one artifact")];

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        using var store = OpenStore(context);
        List<ArtifactKey> keys = [.. context.Get(_artifacts)!.Select(name => Resolve(store, name, context.CancellationToken))];
        var removed = keys.Select(key => (Key: key, Objects: ArtifactCatalog.Remove(store, key, context.CancellationToken))).ToList();
        context.Write(
            removed.Select(item => new
            {
                Artifact = item.Key.ToString(),
                Objects = item.Objects.Count,
                Bytes = item.Objects.Sum(value => value.Length),
            }),
            output =>
            {
                foreach ((var key, var objects) in removed)
                {
                    output.WriteLine($"{key}  removed, {Size(objects.Sum(item => item.Length))}");
                }
            }
        );
        return ExitCodes.Success;
    }
}
