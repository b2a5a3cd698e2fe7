using System.CommandLine;
using DataWorth.Artifacts;
using DataWorth.Cli.Hosting;

namespace DataWorth.Cli.Commands.Fit;

/// <summary>The option --store of commands that fit or ask a fit.</summary>
internal static class StoreOption
{
    /// <summary>The option.</summary>
    public static Option<string> Create() =>
        new("--store", "-s")
        {
            Description = $"Where fits, gradients and trained models are kept: {StoreAddress.Forms}.",
            HelpName = "address",
            DefaultValueFactory = _ => StoreAddress.Default,
        };

    /// <summary>Opens the store to read from it.</summary>
    public static IArtifactStore Open(CommandContext context, Option<string> option) =>
        StoreAddress.Open(context.Get(option)!, mustExist: true);

    /// <summary>Opens the store to write into it, and sees that it can be written.</summary>
    /// <exception cref="UserErrorException">It cannot.</exception>
    public static IArtifactStore OpenWritable(CommandContext context, Option<string> option) =>
        StoreAddress.OpenWritable(context.Get(option)!, context.CancellationToken);
}
