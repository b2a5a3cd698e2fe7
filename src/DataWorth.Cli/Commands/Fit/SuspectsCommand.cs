using System.CommandLine;
using DataWorth.Cli.Fits;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Reports.Attribution;

namespace DataWorth.Cli.Commands.Fit;

/// <summary>'dataworth suspects': the training examples whose labels are most likely wrong.</summary>
internal sealed class SuspectsCommand : FitQuestion
{
    private static readonly Option<int?> s_top = NumberOption.Whole("--top", "How many. Default 20.", 1, int.MaxValue);
    private static readonly Option<FileInfo?> s_out = new("--out", "-o")
    {
        Description = "Also write them to this file, as comma-separated values.",
        HelpName = "path",
    };

    /// <summary>Makes the command.</summary>
    public SuspectsCommand()
        : base(
            "suspects",
            "Training examples that are likely mislabelled, most suspect first, with the label that fits better.",
            s_top,
            s_out
        ) { }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new("dataworth suspects --name iris", "the twenty most suspect rows"),
        new("dataworth suspects --name photos --top 500 --out suspects.csv", "a longer list for a spreadsheet"),
    ];

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        var file = OutputFile.Of(context, s_out, "list of suspects");
        return Ask(
            context,
            needsTraining: true,
            (fit, _) =>
            {
                file?.RefuseInputs(fit.Inputs);
                FitAnswers answers = new(fit, withContent: false);
                var suspects = answers.Suspects(context.Get(s_top) ?? 20);
                context.Console.WriteWarnings(answers.Warnings);
                return OutputFile.WriteAll(
                    context,
                    [(file, () => SuspectFile.ToCsv(suspects))],
                    () =>
                        context.Write(
                            SuspectsResult.From(fit, suspects, answers.Warnings),
                            output => SuspectTable.Write(output, suspects, context.Console)
                        )
                );
            }
        );
    }
}
