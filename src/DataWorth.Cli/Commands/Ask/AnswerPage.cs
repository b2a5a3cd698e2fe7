using DataWorth.Evaluation.Reports.Markup;

namespace DataWorth.Cli.Commands.Ask;

/// <summary>An answer and the passages behind it as one page without script.</summary>
internal static class AnswerPage
{
    private const string Words = "white-space: pre-wrap; overflow-wrap: anywhere";
    private static readonly Html s_boundary = Html.Of($"<span role=\"separator\" title=\"Another document begins\">\n\u00b6 </span>");
    private const string For = "46 160 67";
    private const string Against = "210 85 63";

    /// <summary>Makes the page.</summary>
    public static HtmlPage Create(AskResult answer, string fit, string commandLine)
    {
        var format = ScoreFormat.For(answer.Passages.Select(passage => passage.Effect));
        return new()
        {
            Title = "DataWorth: which passages are behind this answer?",
            Body = Html.Of(
                $"""
                <header><h1>Which passages are behind this answer?</h1>
                <p style="{Words}">{answer.Prompt}<b>{answer.Completion}</b></p></header>
                <main><p>The {answer.Passages.Count} training passages of fit {fit} that speak most for the bold words. {answer.Meaning}</p>
                <p>Green tokens speak for them, red ones against them, each relative to the strongest of its passage. {format.Factor}</p>
                <ol>
                {answer.Passages.Select(passage => Render(passage, format))}</ol></main>
                <footer><p>Made by <code>{commandLine}</code>. Scores are estimates from gradients, not retrainings.</p></footer>
                """
            ),
        };
    }

    private static Html Render(AskResult.Passage passage, ScoreFormat format)
    {
        var place = passage.Place + AnswerText.Rank(passage) + AnswerText.Rounding(passage, format.Signed);
        var asking = passage.QueryTokens is { } tokens
            ? Html.Of($"<p style=\"{Words}\">asked for by: {Tokens(tokens)}</p>")
            : Html.Text("");
        return Html.Of(
            $"<li><b>{format.Signed(passage.Effect)}</b> {place}<p style=\"{Words}\">{Tokens(passage.Tokens)}</p>{asking}</li>\n"
        );
    }

    private static IEnumerable<Html> Tokens(IReadOnlyList<AskResult.Token> tokens) => tokens.Zip(TokenShade.Of(tokens), Render);

    private static Html Render(AskResult.Token token, int shade)
    {
        if (shade == 0)
        {
            return Html.Of($"{Boundary(token)}{token.Shown}");
        }

        var colour = shade > 0 ? For : Against;
        var strength = Math.Abs(shade) / (TokenShade.Levels + 1.0);
        return Html.Of(
            $"{Boundary(token)}<span style=\"background: rgb({colour} / {strength:0.##})\" title=\"{token.Score:0.###}\">{token.Shown}</span>"
        );
    }

    private static Html Boundary(AskResult.Token token) => token.BeginsDocument ? s_boundary : Html.Text("");
}
