using System.CommandLine;
using DataWorth.Cli.Commands.Quickstart;
using DataWorth.Cli.Fits;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Reports.Attribution;

namespace DataWorth.Cli.Commands.Fit;

/// <summary>'dataworth report': the page of a fit.</summary>
internal sealed class ReportCommand : FitQuestion
{
    private static readonly Option<FileInfo?> s_out = new("--out", "-o")
    {
        Description = "Where the page is written.",
        HelpName = "path",
        DefaultValueFactory = _ => new FileInfo("report.html"),
    };
    private static readonly Option<int?> s_count = NumberOption.Whole(
        "--k",
        "Training examples on each side of a query. Default 8.",
        1,
        100
    );
    private static readonly Option<int?> s_top = NumberOption.Whole("--top", "How many suspects are listed. Default 100.", 1, 10_000);
    private readonly DataArguments _queries = new(
        "--queries",
        "The rows whose predictions are explained. Default: none, the page has the suspects.",
        isRequired: false,
        likeFit: true
    );
    private readonly Option<string> _explain = ExplainOption.Create();

    /// <summary>Makes the command.</summary>
    public ReportCommand()
        : base("report", "Write a page of a fit: predictions and what is behind them, suspects, how it was made.", s_out, s_count, s_top)
    {
        _queries.AddTo(this);
        Options.Add(_explain);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new("dataworth report --name iris --queries test.csv", "predictions for test.csv and the suspects of the fit, as report.html"),
        new("dataworth report --name photos --out suspects.html --top 500", "the suspects alone"),
    ];

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        var file = OutputFile.Of(context, s_out, "report")!;
        var data = _queries.Typed(context);
        file.RefuseInputs(data?.Path);
        var explainsLabels = ExplainOption.IsLabel(context, _explain);
        return Ask(
            context,
            needsTraining: true,
            (fit, request) =>
            {
                file.RefuseInputs(fit.Inputs);
                StageClock clock = new(TimeProvider.System);
                FitAnswers answers = new(fit, withContent: true);
                var queries = clock.Measure(
                    "queries",
                    () =>
                        data is null
                            ? []
                            : answers.Neighbours(
                                answers.Ask(data, explainsLabels, request),
                                context.Get(s_count) ?? 8,
                                context.CancellationToken
                            )
                );
                var suspects = clock.Measure("suspects", () => Suspects(answers, context));
                context.Console.WriteWarnings(answers.Warnings);
                var report = FitReport.Create(fit, answers, queries, suspects, clock.Parts, context.CommandLine);
                return OutputFile.WriteAll(
                    context,
                    [(file, () => AttributionPage.Create(report).Render())],
                    () =>
                        context.Write(
                            new ReportResult(fit.Name, file.Written?.FullName, queries.Count, suspects.Count, answers.Warnings),
                            output =>
                            {
                                if (file.Written is { } page)
                                {
                                    output.WriteLine($"Report of '{fit.Name}': {page.FullName}");
                                    return;
                                }

                                QueryTable.Write(output, queries, fit.Subject.Headings, answers.Method.Scale, context.Console);
                                SuspectTable.Write(output, suspects, context.Console);
                            }
                        )
                );
            }
        );
    }

    // A method that ranks none has a page all the same.
    private static IReadOnlyList<ReportSuspect> Suspects(FitAnswers answers, CommandContext context)
    {
        try
        {
            return answers.Suspects(context.Get(s_top) ?? 100);
        }
        catch (NotSupportedException exception)
        {
            context.Console.WriteWarning(exception.Message);
            return [];
        }
    }
}
