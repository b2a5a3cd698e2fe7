using DataWorth.Cli.Hosting;

namespace DataWorth.Cli.Commands.Version;

/// <summary>'dataworth version': the versions of the command and of what it runs on.</summary>
internal sealed class VersionCommand() : DataWorthCommand("version", "Print the versions of dataworth, .NET and libtorch.")
{
    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [new("dataworth version", "print the versions"), new("dataworth version --json", "the same for a script")];

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        var report = VersionReport.Collect();
        context.Write(
            report,
            output =>
            {
                output.WriteLine($"dataworth {report.DataWorth}");
                output.WriteLine($".NET      {report.Runtime}");
                output.WriteLine($"libtorch  {report.LibTorch ?? "not found; see 'dataworth doctor'"}");
                output.WriteLine($"system    {report.System}");
            }
        );
        return ExitCodes.Success;
    }
}
