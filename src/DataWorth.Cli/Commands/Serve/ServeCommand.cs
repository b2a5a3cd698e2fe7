using System.CommandLine;
using DataWorth.Cli.Commands.Fit;
using DataWorth.Cli.Fits;
using DataWorth.Cli.Fits.Texts;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Progress;

namespace DataWorth.Cli.Commands.Serve;

/// <summary>'dataworth serve': a page and an API to ask a fit.</summary>
internal sealed class ServeCommand : FitQuestion
{
    private static readonly Option<string> s_address = new("--address")
    {
        Description = "Address of this machine to listen on; any other than this machine's own asks for a token.",
        HelpName = "ip",
        DefaultValueFactory = _ => "127.0.0.1",
    };
    private static readonly Option<int?> s_port = NumberOption.Whole("--port", "Port; 0 takes any free one. Default 8080.", 0, 65_535);
    private static readonly Option<string?> s_token = new("--token")
    {
        Description = $"What askers must send. Default: {ServeAddress.TokenVariable}, which other users of this machine do not see.",
        HelpName = "text",
    };
    private static readonly Option<int?> s_waiting = NumberOption.Whole(
        "--waiting",
        "Questions that wait at most; more are told to come again. Default 64.",
        1,
        10_000
    );
    private static readonly ShortlistArguments s_stages = new();
    private readonly DataArguments _queries = new(
        "--queries",
        "The rows to pick from, where the fit is one of a table or of images.",
        isRequired: false,
        likeFit: true
    );
    private readonly Option<string> _explain = ExplainOption.Create();

    /// <summary>Makes the command.</summary>
    public ServeCommand()
        : base(
            "serve",
            "Serve a page, and an API beside it, that show which training examples are behind what a fit's model says. Ctrl-C or SIGTERM ends it, with exit code 0.",
            [s_address, s_port, s_token, s_waiting, .. s_stages.All]
        )
    {
        _queries.AddTo(this);
        Options.Add(_explain);
    }

    /// <inheritdoc/>
    public override bool GoesOnFromStore => false;

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new("dataworth serve --name books", "a page at http://127.0.0.1:8080/ to ask a language model, until Ctrl-C"),
        new("dataworth serve --name photos --queries photos --split test --limit 100", "a page to pick one of 100 images"),
        new("dataworth serve --name books --then books-ekfac", "200 passages that one fit names, ranked by a sharper one"),
        new("dataworth serve --name books --address 0.0.0.0 --port 9000", "for others too; DATAWORTH_TOKEN is what they must know"),
    ];

    /// <inheritdoc/>
    public override string Note =>
        "The API is described at /openapi.json: curl http://127.0.0.1:8080/api/ask -H 'Content-Type: application/json' -d '{\"prompt\": \"Once\"}'";

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        var address = ServeAddress.Of(
            context.Get(s_address)!,
            context.Get(s_port) ?? 8080,
            context.Get(s_token) ?? Environment.GetEnvironmentVariable(ServeAddress.TokenVariable)
        );
        var data = _queries.Typed(context);
        var explainsLabels = ExplainOption.IsLabel(context, _explain);
        var isTwoStage = s_stages.IsGiven(context);
        return Ask(
            context,
            needsTraining: true,
            (fit, request) =>
            {
                FitAnswers answers = new(fit, withContent: true);
                if ((fit.Subject is TextSubject) != (data is null))
                {
                    throw new UserErrorException(
                        data is null
                            ? $"Fit '{fit.Name}' is one of {fit.Origin.Subject.Data}: give --queries the rows to pick from."
                            : $"Fit '{fit.Name}' is asked in words; leave --queries out."
                    );
                }

                if (isTwoStage && fit.Subject is not TextSubject)
                {
                    throw new UserErrorException(
                        $"--then is served of language models only, and fit '{fit.Name}' is one of {fit.Origin.Subject.Data}: leave it out, or use "
                            + "'dataworth topk --then'."
                    );
                }

                using var sharper = s_stages.Open(context, fit, request);
                using ServedFit served = fit.Subject is TextSubject texts
                    ? new ServedTexts(sharper ?? fit, texts, isTwoStage ? fit : null, s_stages.Options(context), request)
                    : new ServedRows(fit, answers, answers.Ask(data!, explainsLabels, request));
                ModelQueue queue = new(context.Get(s_waiting) ?? 64);
                context.Console.WriteWarnings(served.Facts.Warnings);
                Serve(context, address, new ServeApi(address, served, queue, context.Log), queue, (sharper ?? fit).Name);
                return ExitCodes.Success;
            }
        );
    }

    /// <inheritdoc/>
    protected override ProgressDisplay Display(CommandContext context) => ProgressDisplay.None; // each question would have bars

    // The model answers on this thread, the server has others.
    private static void Serve(CommandContext context, ServeAddress address, ServeApi api, ModelQueue queue, string name)
    {
        var server = FitServer.StartAsync(address, api).GetAwaiter().GetResult();
        try
        {
            context.Write(
                new ServeResult(name, server.Page, address.NeedsToken),
                output =>
                    output.WriteLine(
                        $"'{name}' is at {server.Page} until Ctrl-C" + (address.NeedsToken ? ", for those with the token." : ".")
                    )
            );
            queue.Run(context.CancellationToken);
        }
        finally
        {
            server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }
}
