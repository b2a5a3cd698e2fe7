using System.CommandLine;
using System.Globalization;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Results;

namespace DataWorth.Cli.Commands.Store;

/// <summary>'dataworth store ls': what is in a store.</summary>
internal sealed class StoreListCommand : StoreSubcommand
{
    private readonly Option<string?> _kind = KindOption("Only what is of this kind, such as gradients or fit.");

    /// <summary>Makes the command.</summary>
    public StoreListCommand()
        : base(
            "ls",
            "List what is in a store: fits and what belongs to them, retrainings. 'used' is when the newest fit that refers to it was made."
        ) => Options.Add(_kind);

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new("dataworth store ls", "list what the last fits stored"),
        new("dataworth store ls --store file:artifacts --kind gradients --json", "gradients of another store, for a program"),
    ];

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        using var store = OpenStore(context);
        var all = StoreItems.List(store, context.CancellationToken);
        var rows = StoreListing.Of(StoreItems.OfKind(all, context.Get(_kind), store), all, context.CancellationToken);
        context.Write(
            new { Store = store.Description, Artifacts = rows },
            output =>
            {
                TextTable table = new("artifact", "size", "rows", "fit", "method", "model", "data", "made", "used", "state")
                {
                    Optional = ["data", "model", "made", "method", "rows"],
                    Unbroken = ["made", "used"],
                };
                foreach (var row in rows)
                {
                    table.Add(
                        row.Short,
                        Size(row.Bytes),
                        row.Rows?.ToString("N0", CultureInfo.InvariantCulture) ?? "",
                        string.Join(", ", row.Fits),
                        row.Method ?? "",
                        row.Model ?? "",
                        row.Data ?? "",
                        Time(row.LastModified),
                        row.LastUsed is { } used ? Time(used) : "",
                        row.State == "whole" ? "" : row.State
                    );
                }

                table.Write(output, context.Console);
                output.WriteLine($"{CountText.Of(rows.Count, "artifact")} in {store.Description}, {Size(rows.Sum(row => row.Bytes))}");
                if (rows.Any(row => !row.IsFinished))
                {
                    output.WriteLine("unfinished: a fit goes on with it, 'store gc' removes it when it is old");
                }
            }
        );
        return ExitCodes.Success;
    }

    private static string Time(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
