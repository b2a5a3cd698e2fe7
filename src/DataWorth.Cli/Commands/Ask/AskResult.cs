using System.Text.Json.Serialization;
using DataWorth.Cli.Commands.Fit;
using DataWorth.Cli.Fits.Texts;
using DataWorth.Language.Corpora;
using DataWorth.Language.Tokenizers;

namespace DataWorth.Cli.Commands.Ask;

/// <summary>What 'dataworth ask --json' prints.</summary>
/// <param name="Name">Name of the fit.</param>
/// <param name="Prompt">What the model was given.</param>
/// <param name="Completion">What is attributed: what the model wrote, or the given text.</param>
/// <param name="PromptTokens">How many of the query's tokens come before the completion.</param>
/// <param name="Meaning">What effects mean.</param>
/// <param name="Unit">Their unit; null if they have none.</param>
/// <param name="Passages">The passages that speak most for the completion, strongest first.</param>
/// <param name="Opponents">Where both sides are asked for, the passages that speak most against it, strongest first.</param>
/// <param name="Bm25">With --bm25 the passages that share most words with prompt and completion.</param>
/// <param name="Stages">With --then how the two stages went.</param>
internal sealed record AskResult(
    string Name,
    string Prompt,
    string Completion,
    int PromptTokens,
    string Meaning,
    string? Unit,
    IReadOnlyList<AskResult.Passage> Passages,
    IReadOnlyList<AskResult.Passage>? Opponents,
    IReadOnlyList<WordMatch>? Bm25,
    ShortlistResult? Stages
)
{
    /// <summary>A passage of the training texts.</summary>
    /// <param name="Id">The block.</param>
    /// <param name="Document">The document that it begins with.</param>
    /// <param name="Title">The document's title.</param>
    /// <param name="Offset">The passage's first character in it.</param>
    /// <param name="Place">Both, and the other documents that it has something of.</param>
    /// <param name="Spans">All of its documents, with the first token of each in <paramref name="Tokens"/>.</param>
    /// <param name="Score">The score of the passage.</param>
    /// <param name="Effect">That in the unit.</param>
    /// <param name="Text">The passage.</param>
    /// <param name="Tokens">Its tokens.</param>
    /// <param name="Unrounded">The score computed anew without rounding, which the shares of tokens add up to: another one than
    /// <paramref name="Score"/> where gradients are stored as factors of low rank or in 16 bits. Null where the method has no shares.</param>
    /// <param name="Layers">With --layers the modules' shares of <paramref name="Score"/>; they add up to it with the score rule 'dot'.</param>
    /// <param name="QueryTokens">With --query-tokens the tokens of prompt and completion; their shares add up to
    /// <paramref name="Unrounded"/>.</param>
    /// <param name="Bm25Rank">With --bm25 its rank by the words that it shares with prompt and completion.</param>
    internal sealed record Passage(
        string Id,
        string Document,
        string Title,
        int Offset,
        string Place,
        IReadOnlyList<PassageSpan> Spans,
        double Score,
        double Effect,
        string Text,
        IReadOnlyList<Token> Tokens,
        double? Unrounded,
        IReadOnlyList<Layer>? Layers,
        IReadOnlyList<Token>? QueryTokens,
        int? Bm25Rank
    );

    /// <summary>A token.</summary>
    /// <param name="Text">Its characters; "" for one of beginning or end, and for the later ones of a character that lies in several.</param>
    /// <param name="Score">Its share of the passage's score; null where the method has none.</param>
    internal sealed record Token(string Text, double? Score)
    {
        /// <summary>What it is instead of characters: 'start' or 'end' of a text; null for others.</summary>
        public string? Mark { get; init; }

        /// <summary>Whether another document begins with it, after that of the tokens before.</summary>
        [JsonIgnore]
        public bool BeginsDocument { get; init; }

        /// <summary>What people see: its characters, or its mark where that has a share.</summary>
        [JsonIgnore]
        public string Shown => Mark is null || Score is null ? Text : $"\u27e8{Mark}\u27e9";

        /// <summary>The tokens of a passage with their shares.</summary>
        public static IReadOnlyList<Token> Of(TokenBlock passage, TextTokenizer tokenizer, IReadOnlyList<float>? scores)
        {
            var starts = passage.Spans.Skip(1).Select(span => span.Start).ToHashSet();
            return
            [
                .. Of(passage.TokenTexts(), passage, tokenizer, scores)
                    .Select((token, place) => token with { BeginsDocument = starts.Contains(place) }),
            ];
        }

        /// <summary>Tokens with their texts and shares.</summary>
        public static IReadOnlyList<Token> Of(
            IReadOnlyList<string> texts,
            TokenBlock block,
            TextTokenizer tokenizer,
            IReadOnlyList<float>? scores
        )
        {
            var starts = block.Spans.Select(span => span.Start).Append(0).ToHashSet();
            return
            [
                .. texts.Select(
                    (text, place) =>
                        new Token(text, scores?[place])
                        {
                            // One token may be both.
                            Mark =
                                text.Length > 0 ? null
                                : block.InputIds[place] == tokenizer.BeginId && starts.Contains(place) ? "start"
                                : block.InputIds[place] == tokenizer.EndId ? "end"
                                : null,
                        }
                ),
            ];
        }
    }

    /// <summary>A module of the model.</summary>
    /// <param name="Module">Its name.</param>
    /// <param name="Score">Its share of the passage's score.</param>
    internal sealed record Layer(string Module, double Score);
}
