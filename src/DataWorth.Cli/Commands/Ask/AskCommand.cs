using System.CommandLine;
using System.Globalization;
using DataWorth.Cli.Commands.Fit;
using DataWorth.Cli.Fits.Texts;
using DataWorth.Cli.Hosting;
using DataWorth.Language.Generation;

namespace DataWorth.Cli.Commands.Ask;

/// <summary>'dataworth ask': what a language model answers, and which passages of its training texts are behind the answer.</summary>
internal sealed class AskCommand : FitQuestion
{
    private static readonly Option<string?> s_completion = new("--completion")
    {
        Description = "Attribute this text after the prompt, instead of what the model would write.",
        HelpName = "text",
    };
    private static readonly Option<int?> s_tokens = NumberOption.Whole(
        "--max-tokens",
        "Tokens that are written at most. Default 64.",
        1,
        100_000
    );
    private static readonly Option<double?> s_temperature = new("--temperature")
    {
        Description = "0 (default) writes the likeliest token each time; greater values draw.",
        HelpName = "x",
    };
    private static readonly Option<long?> s_seed = new("--seed") { Description = "Seed of the draws. Default 0.", HelpName = "n" };
    private static readonly Option<int?> s_top = NumberOption.Whole("--top", "Passages that are shown. Default 24.", 1, 1000);
    private static readonly Option<FileInfo?> s_html = new("--html") { Description = "Also write a page to this file.", HelpName = "path" };
    private static readonly Option<bool> s_bm25 = WordOption.Create();
    private static readonly Option<bool> s_layers = new("--layers")
    {
        Description = "Also show which modules of the model the score of a passage comes from.",
    };
    private static readonly Option<bool> s_queryTokens = new("--query-tokens")
    {
        Description = "Also show which tokens of prompt and answer ask for a passage.",
    };
    private static readonly ShortlistArguments s_stages = new();
    private readonly Argument<string> _prompt = new("prompt") { Description = "What the model is given; may be empty." };

    /// <summary>Makes the command.</summary>
    public AskCommand()
        : base(
            "ask",
            "Let the language model of a fit answer, and show the training passages behind its words.",
            [s_completion, s_tokens, s_temperature, s_seed, s_top, s_html, s_bm25, s_layers, s_queryTokens, .. s_stages.All]
        ) => Arguments.Add(_prompt);

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new("dataworth ask --name books \"It is a truth universally\"", "what comes next, and which 24 passages taught it"),
        new("dataworth ask --name books \"The capital of France is\" --completion \" Paris.\"", "why a given answer is likely"),
        new("dataworth ask --name books \"Once upon a time\" --html answer.html", "a page to read and to keep"),
        new(
            "dataworth ask --name books \"Once upon a time\" --then books-ekfac --layers",
            "200 passages ranked by a sharper fit, and by layers"
        ),
    ];

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        var page = OutputFile.Of(context, s_html, "page");
        if (
            context.Get(s_completion) is not null
            && (context.IsGiven(s_tokens) || context.IsGiven(s_temperature) || context.IsGiven(s_seed))
        )
        {
            throw new UserErrorException(
                "--completion gives the answer: nothing is written, so leave --max-tokens, --temperature and --seed out."
            );
        }

        if (context.Get(s_temperature) is { } temperature and not (>= 0 and <= double.MaxValue))
        {
            var found = temperature.ToString(CultureInfo.InvariantCulture);
            throw new UserErrorException($"--temperature is {found}, expected a number from 0: 0 for the likeliest token.");
        }

        GenerationOptions generation = new()
        {
            MaximumTokens = context.Get(s_tokens) ?? 64,
            Temperature = context.Get(s_temperature) ?? 0,
            Seed = context.Get(s_seed) ?? 0,
        };
        var isTwoStage = s_stages.IsGiven(context);
        var modules = context.Get(s_layers) ? "each" : null;
        return Ask(
            context,
            needsTraining: true,
            (fit, request) =>
            {
                page?.RefuseInputs(fit.Inputs);
                if (fit.Subject is not TextSubject subject)
                {
                    throw new UserErrorException(
                        $"Fit '{fit.Name}' is one of {fit.Origin.Subject.Data}, expected a language model: only that can be asked in words. Use "
                            + "'dataworth topk --queries DATA'."
                    );
                }

                using var sharper = s_stages.Open(context, fit, request with { ModuleScores = modules });
                AnswerSearch search = new(sharper ?? fit, subject, context.CancellationToken)
                {
                    Top = context.Get(s_top) ?? 24,
                    ByWords = context.Get(s_bm25),
                    ByLayers = context.Get(s_layers),
                    ByQueryTokens = context.Get(s_queryTokens),
                    First = isTwoStage ? fit : null,
                    Stages = s_stages.Options(context),
                };
                var query = subject.Prompts.Query(context.Get(_prompt)!, context.Get(s_completion), generation, context.CancellationToken);
                var answer = search.Find(query, context.Console.WriteWarning);
                return OutputFile.WriteAll(
                    context,
                    [(page, () => AnswerPage.Create(answer, fit.Name, context.CommandLine).Render())],
                    () => context.Write(answer, output => AnswerText.Write(output, answer, context.Console))
                );
            },
            moduleScores: isTwoStage ? null : modules
        );
    }
}
