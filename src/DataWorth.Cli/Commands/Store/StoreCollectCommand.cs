using System.CommandLine;
using DataWorth.Artifacts;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Results;

namespace DataWorth.Cli.Commands.Store;

/// <summary>'dataworth store gc': removes what killed or abandoned runs left behind.</summary>
internal sealed class StoreCollectCommand : StoreSubcommand
{
    private readonly Option<TimeSpan?> _age = AgeOption.Create(
        "--older-than",
        "Only leftovers that were last written this long ago or earlier; 0 takes all. Default: 24h."
    );

    private readonly Option<bool> _preview = new("--dry-run") { Description = "Only say what would be removed." };

    /// <summary>Makes the command.</summary>
    public StoreCollectCommand()
        : base("gc", "Remove unfinished leftovers of killed runs; never a finished artifact.")
    {
        Options.Add(_age);
        Options.Add(_preview);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new("dataworth store gc --dry-run", "see what a day has left behind"),
        new("dataworth store gc --older-than 0", "remove every leftover, also of runs that may still be going on"),
    ];

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        using var store = OpenStore(context);
        var preview = context.Get(_preview);
        var removed = ArtifactCollector.Collect(
            store,
            TimeProvider.System.GetUtcNow() - (context.Get(_age) ?? TimeSpan.FromHours(24)),
            preview,
            context.CancellationToken
        );
        context.Write(
            new { Preview = preview, Objects = removed },
            output =>
            {
                foreach (var item in removed)
                {
                    output.WriteLine($"{item.Name}  {Size(item.Length)}  {item.LastModified:yyyy-MM-dd HH:mm}");
                }

                output.WriteLine(
                    $"{CountText.Of(removed.Count, "leftover")} {(preview ? "would be removed" : "removed")}, {Size(removed.Sum(item => item.Length))}"
                );
            }
        );
        return ExitCodes.Success;
    }
}
