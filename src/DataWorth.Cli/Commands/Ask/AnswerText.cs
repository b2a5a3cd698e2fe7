using System.Globalization;
using DataWorth.Cli.Fits.Texts;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Reports.Markup;
using Spectre.Console;

namespace DataWorth.Cli.Commands.Ask;

/// <summary>An answer and the passages behind it, for people at a terminal.</summary>
internal static class AnswerText
{
    private const double Rounded = 0.02; // less is not worth a word
    private const int ShownLayers = 5;

    // From little to much.
    private static readonly string[] s_for = ["", "on #d7f0d7", "on #a8dca8", "on #6fc46f", "on #35a035"];
    private static readonly string[] s_against = ["", "on #f8dcd7", "on #f0b8ad", "on #e58a7a", "on #d2553f"];

    /// <summary>Writes the answer, and each passage with its tokens coloured where the terminal has colours.</summary>
    public static void Write(TextWriter output, AskResult answer, CommandConsole console)
    {
        var screen = console.Tables(output);
        screen.Profile.Width = int.MaxValue; // the terminal breaks lines, and what is copied from it has none
        screen.MarkupLine($"{Markup.Escape(ShownText.Of(answer.Prompt))}[bold]{Markup.Escape(ShownText.Of(answer.Completion))}[/]");
        var format = ScoreFormat.For(answer.Passages.Select(passage => passage.Effect));
        foreach (var passage in answer.Passages)
        {
            screen.WriteLine();
            screen.MarkupLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"[bold]{format.Whole(passage.Effect)}[/]  {Markup.Escape(ShownText.Of(passage.Place))}"
                        + $"{Rank(passage)}{Rounding(passage, format.Whole)}"
                )
            );
            screen.MarkupLine(Coloured(passage.Tokens));
            if (passage.QueryTokens is { } asking)
            {
                screen.MarkupLine($"  asked for by: {Coloured(asking)}");
            }

            if (passage.Layers is { } layers)
            {
                screen.WriteLine($"  from {Strongest(layers, passage.Score)}");
            }
        }

        screen.WriteLine();
        output.WriteLine(answer.Meaning);
        if (answer.Stages is { } stages)
        {
            output.WriteLine(stages.Text);
        }

        if (answer.Bm25 is { Count: > 0 } matches)
        {
            output.WriteLine(WordSearch.Meaning);
            output.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"Its first is {matches[0].Place}: {TextTable.OneLine(matches[0].Text)}")
            );
        }
    }

    /// <summary>The score that nothing rounds, as a clause where it is another one: the shares of tokens add up to it.</summary>
    public static string Rounding(AskResult.Passage passage, Func<double, string> format) =>
        passage is { Unrounded: { } unrounded, Score: not 0 } && Math.Abs(unrounded - passage.Score) > Rounded * Math.Abs(passage.Score)
            ? $" ({format(unrounded * passage.Effect / passage.Score)} where nothing is rounded, as the tokens are)"
            : "";

    // The modules with the largest shares.
    private static string Strongest(IReadOnlyList<AskResult.Layer> layers, double score) =>
        string.Join(
            ", ",
            layers
                .OrderByDescending(layer => Math.Abs(layer.Score))
                .Take(ShownLayers)
                .Select(layer => string.Create(CultureInfo.InvariantCulture, $"{layer.Module} {layer.Score / score:P0}"))
        ) + (layers.Count > ShownLayers ? $", {layers.Count - ShownLayers} others" : "");

    /// <summary>Tokens as markup, coloured by their shares.</summary>
    public static string Coloured(IReadOnlyList<AskResult.Token> tokens) =>
        string.Concat(
            tokens.Zip(
                TokenShade.Of(tokens),
                (token, shade) =>
                    (token.BeginsDocument ? "\n\n" : "")
                    + (
                        shade == 0
                            ? Markup.Escape(ShownText.Of(token.Shown))
                            : $"[black {(shade > 0 ? s_for[shade] : s_against[-shade])}]{Markup.Escape(ShownText.Of(token.Shown))}[/]"
                    )
            )
        );

    /// <summary>The rank by words, as a clause; empty where it was not asked for.</summary>
    public static string Rank(AskResult.Passage passage) =>
        passage.Bm25Rank is { } rank ? string.Create(CultureInfo.InvariantCulture, $", BM25 rank {rank:n0}") : "";
}
