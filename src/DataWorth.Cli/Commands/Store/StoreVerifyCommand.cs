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
            "Read every byte and compare it with the hashes. Exit code 1 when something is damaged; 'store repair' removes it."
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

                output.WriteLine(
                    $"{CountText.Of(whole, "artifact")} whole{(damaged.Count > 0 ? $", {damaged.Count} damaged" : "")}, {Size(bytes)}"
                );
            }
        );
        return damaged.Count == 0 ? ExitCodes.Success : ExitCodes.Failure;
    }
}
