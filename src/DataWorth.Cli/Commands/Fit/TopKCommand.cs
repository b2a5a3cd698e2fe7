using System.CommandLine;
using DataWorth.Cli.Fits;
using DataWorth.Cli.Fits.Subjects;
using DataWorth.Cli.Fits.Texts;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Reports.Attribution;

namespace DataWorth.Cli.Commands.Fit;

/// <summary>'dataworth topk': the training examples behind predictions.</summary>
internal sealed class TopKCommand : FitQuestion
{
    private static readonly Option<int?> s_count = NumberOption.Whole("--k", "Training examples on each side. Default 5.", 1, 100_000);
    private static readonly Option<bool> s_idsOnly = new("--ids-only")
    {
        Description = "Do not open the training data: neighbours are shown by their ids, without labels.",
    };
    private readonly DataArguments _queries = new(
        "--queries",
        "The rows whose predictions are explained. Shown first: wrong predictions, then the least certain ones.",
        likeFit: true
    );
    private readonly Option<string> _explain = ExplainOption.Create();
    private readonly ShortlistArguments _stages = new();
    private readonly Option<bool> _bm25 = WordOption.Create();

    /// <summary>Makes the command.</summary>
    public TopKCommand()
        : base("topk", "The training examples that speak for and against each prediction.", s_count, s_idsOnly)
    {
        _queries.AddTo(this);
        Options.Add(_explain);
        Array.ForEach(_stages.All, Options.Add);
        Options.Add(_bm25);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new("dataworth topk --name iris --queries new.csv", "five for and five against each prediction for new.csv"),
        new("dataworth topk --name photos --queries photos --split test --limit 10 --k 8 --json", "of ten test images, as JSON"),
        new("dataworth topk --name books --then books-ekfac --queries text.txt", "200 named by one fit, ranked by a sharper one"),
        new("dataworth topk --name books --then books --by-tokens --queries text.txt", "200 ranked by the sum of their tokens' scores"),
    ];

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        var data = _queries.Typed(context)!;
        var explainsLabels = ExplainOption.IsLabel(context, _explain);
        var (count, byWords) = (context.Get(s_count) ?? 5, context.Get(_bm25));
        if (byWords && context.Get(s_idsOnly))
        {
            throw new UserErrorException("--bm25 reads the training texts and --ids-only does not open them; leave one of them out.");
        }

        if (_stages.IsGiven(context) && context.Get(s_idsOnly))
        {
            throw new UserErrorException("--then scores the training data and --ids-only does not open them; leave one of them out.");
        }

        return Ask(
            context,
            !context.Get(s_idsOnly),
            (fit, request) =>
            {
                using var sharper = _stages.Open(context, fit, request);
                if (_stages.ByTokens(context) && fit.Subject is not TextSubject)
                {
                    throw new UserErrorException(
                        $"--by-tokens needs texts, but fit '{fit.Name}' is one of {fit.Origin.Subject.Data}; leave it out."
                    );
                }

                FitAnswers answers = new(sharper ?? fit, withContent: false);
                var asked = answers.Ask(data, explainsLabels, request);
                var words = byWords ? WordSearch.Of(fit, asked.Tokens, count, context.CancellationToken) : null;
                var (queries, stages) = Find(context, fit, sharper, answers, asked, count);
                var tokens = _stages.ByTokens(context) ? TokenShares.Of(sharper!, asked, queries, context.CancellationToken) : null;
                context.Write(
                    TopKResult.From(fit.Name, answers.Method.Scale, queries, answers.Warnings, words, stages, tokens),
                    output =>
                    {
                        QueryTable.Write(output, queries, fit.Subject.Headings, answers.Method.Scale, context.Console, words);
                        tokens?.Write(output, queries, context.Console);
                        if (stages is not null)
                        {
                            output.WriteLine(stages.Text);
                        }
                    }
                );
                context.Console.WriteWarnings(answers.Warnings);
                return ExitCodes.Success;
            }
        );
    }

    private (IReadOnlyList<ReportQuery> Queries, ShortlistResult? Stages) Find(
        CommandContext context,
        OpenFit fit,
        OpenFit? sharper,
        FitAnswers answers,
        AskedRows asked,
        int count
    )
    {
        if (sharper is null)
        {
            return (answers.Neighbours(asked, count, context.CancellationToken), null);
        }

        var options = _stages.Options(context);
        var (queries, found) = answers.Neighbours(asked, fit, count, options, context.CancellationToken);
        return (queries, ShortlistResult.Of(fit.Name, sharper.Name, options, found));
    }
}
