using System.CommandLine;
using DataWorth.Cli.Fits;
using DataWorth.Cli.Hosting;
using DataWorth.Stages;
using Microsoft.ML;

namespace DataWorth.Cli.Commands.Fit;

/// <summary>The options of a command that ranks in two stages: the fit names a shortlist, a sharper one ranks it.</summary>
internal sealed class ShortlistArguments
{
    private readonly Option<string?> _then = new("--then")
    {
        Description =
            "A second fit of the same data and model, such as one of ekfac: it ranks what the first one names, and its scores are shown.",
        HelpName = "name",
    };
    private readonly Option<int?> _shortlist = NumberOption.Whole(
        "--shortlist",
        "With --then: how many training examples on each side of a query the first fit names. Default 200.",
        1,
        10_000_000
    );
    private readonly Option<int?> _recallRows = NumberOption.Whole(
        "--recall-rows",
        "With --then: on how many training examples both fits rank completely, to see what the shortlist loses. Default 500; 0 for none.",
        0,
        int.MaxValue
    );

    private readonly Option<bool> _byTokens = new("--by-tokens")
    {
        Description =
            "With --then, of texts: its scores are the sums of their tokens' shares, computed anew from the model for the shortlist: nothing "
            + "that the fit has stored is rounded. It may be the same fit.",
    };

    /// <summary>The options.</summary>
    public Option[] All => [_then, _shortlist, _recallRows, _byTokens];

    /// <summary>Whether scores are sums of the shares of tokens.</summary>
    public bool ByTokens(CommandContext context) => context.Get(_byTokens);

    /// <summary>Whether there is a second stage.</summary>
    /// <exception cref="UserErrorException">Something is said of one that is not given.</exception>
    public bool IsGiven(CommandContext context) =>
        context.Get(_then) is not null
        || (
            new Option[] { _shortlist, _recallRows, _byTokens }.FirstOrDefault(context.IsGiven) is { } option
                ? throw new UserErrorException($"{option.Name} says something of a second stage that is not given; give --then too.")
                : false
        );

    /// <summary>How long the shortlist is.</summary>
    public TwoStageOptions Options(CommandContext context)
    {
        TwoStageOptions options = new();
        return options with
        {
            Shortlist = context.Get(_shortlist) ?? options.Shortlist,
            ByPositions = context.Get(_byTokens),
            RecallRows = context.Get(_recallRows) ?? options.RecallRows,
        };
    }

    /// <summary>Opens the second fit; null where there is none.</summary>
    public OpenFit? Open(CommandContext context, OpenFit first, FitRequest request) =>
        context.Get(_then) is { } name ? first.OpenOther(new MLContext(seed: 0), name, request) : null;
}
