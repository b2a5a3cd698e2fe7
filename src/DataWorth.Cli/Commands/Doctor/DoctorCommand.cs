using DataWorth.Cli.Hosting;

namespace DataWorth.Cli.Commands.Doctor;

/// <summary>'dataworth doctor': what the command runs on, and what is missing.</summary>
internal sealed class DoctorCommand()
    : DataWorthCommand("doctor", "Show which libtorch and how many threads are used, and what is missing with the remedy.")
{
    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new("dataworth doctor", "look at this machine; exit code 3 if something needed is missing"),
        new("dataworth doctor --json", "the same for a script or a bug report"),
    ];

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        var findings = DoctorChecks.All();
        context.Write(
            new { Findings = findings },
            output =>
            {
                foreach (var finding in findings)
                {
                    var mark = finding.State switch
                    {
                        DoctorState.Ok => "ok",
                        DoctorState.Warning => "warning",
                        _ => "MISSING",
                    };
                    output.WriteLine($"{mark, -8} {finding.Name, -12} {finding.Value}");
                    if (finding.Remedy is not null)
                    {
                        output.WriteLine($"{"", -8} {"", -12} remedy: {finding.Remedy}");
                    }
                }
            }
        );
        return findings.Any(finding => finding.State == DoctorState.Missing) ? ExitCodes.MissingInstallation : ExitCodes.Success;
    }
}
