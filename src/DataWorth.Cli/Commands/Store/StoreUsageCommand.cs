using DataWorth.Cli.Hosting;

namespace DataWorth.Cli.Commands.Store;

/// <summary>'dataworth store du': bytes by kind of artifact.</summary>
internal sealed class StoreUsageCommand() : StoreSubcommand("du", "Show how many bytes each kind of artifact takes.")
{
    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } = [new("dataworth store du", "bytes by kind")];

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        using var store = OpenStore(context);
        var kinds = StoreItems
            .List(store, context.CancellationToken)
            .GroupBy(item => item.Key.Kind)
            .Select(group => new
            {
                Kind = group.Key,
                Artifacts = group.Count(),
                Bytes = group.Sum(item => item.Bytes),
            })
            .OrderByDescending(kind => kind.Bytes)
            .ToList();
        context.Write(
            new
            {
                Store = store.Description,
                Kinds = kinds,
                Bytes = kinds.Sum(kind => kind.Bytes),
            },
            output =>
            {
                foreach (var kind in kinds)
                {
                    output.WriteLine($"{Size(kind.Bytes), 10}  {kind.Kind} ({kind.Artifacts})");
                }

                output.WriteLine($"{Size(kinds.Sum(kind => kind.Bytes)), 10}  {store.Description}");
            }
        );
        return ExitCodes.Success;
    }
}
