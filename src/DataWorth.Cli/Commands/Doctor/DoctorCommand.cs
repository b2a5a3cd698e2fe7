using System.CommandLine;
using DataWorth.Cli.Hosting;
using DataWorth.Models.Data;
using DataWorth.Runtime;

namespace DataWorth.Cli.Commands.Doctor;

/// <summary>'dataworth doctor': what the command runs on, and what is missing.</summary>
internal sealed class DoctorCommand : DataWorthCommand
{
    private static readonly Option<string?> s_model = new("--model", "-m")
    {
        Description =
            "Look at the folder of a language model instead: whether its gradients depend on padding or on other texts of a batch, its "
            + "tokenizer, its loss.",
        HelpName = "folder",
    };
    private static readonly Option<FileInfo?> s_text = new("--text")
    {
        Description = "With --model: a file of the kind of text that it was trained on. Default: plain English.",
        HelpName = "path",
    };

    /// <summary>Makes the command.</summary>
    public DoctorCommand()
        : base("doctor", "Show which libtorch and how many threads are used, and what is missing with the remedy.")
    {
        Options.Add(s_model);
        Options.Add(s_text);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new("dataworth doctor", "look at this machine; exit code 3 if something needed is missing"),
        new("dataworth doctor --json", "the same for a script or a bug report"),
        new("dataworth doctor --model pythia-70m", "look at a language model; exit code 1 if its scores could not be trusted"),
    ];

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        var folder = context.Get(s_model);
        if (folder is null && context.Get(s_text) is not null)
        {
            throw new UserErrorException("--text says something of a model that is not given; give --model too.");
        }

        if (context.Get(s_text) is { Exists: false } missing)
        {
            throw new UserErrorException($"--text names '{missing.FullName}', which is no file that exists. Correct the path.");
        }

        var findings = folder is null ? DoctorChecks.All() : Examine(folder, context);
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
                        DoctorState.Wrong => "WRONG",
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
        return !findings.Any(finding => finding.State >= DoctorState.Missing) ? ExitCodes.Success
            : folder is null ? ExitCodes.MissingInstallation
            : ExitCodes.Failure;
    }

    private static IReadOnlyList<DoctorFinding> Examine(string folder, CommandContext context)
    {
        LibTorchLoader.Load(LibTorchContext.Folder);
        using ModelExamination examination = new(
            folder,
            context.Get(s_text) is { } text ? TextFile.Read(text.FullName) : null,
            context.CancellationToken
        );
        return examination.All();
    }
}
