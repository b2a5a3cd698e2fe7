using DataWorth.Cli.Fits.Texts;

namespace DataWorth.Cli.Commands.Ask;

/// <summary>What 'dataworth ask --json' prints.</summary>
/// <param name="Name">Name of the fit.</param>
/// <param name="Prompt">What the model was given.</param>
/// <param name="Completion">What is attributed: what the model wrote, or the given text.</param>
/// <param name="Meaning">What effects mean.</param>
/// <param name="Unit">Their unit; null if they have none.</param>
/// <param name="Passages">The passages that speak most for the completion, strongest first.</param>
/// <param name="Bm25">With --bm25 the passages that share most words with prompt and completion.</param>
internal sealed record AskResult(
    string Name,
    string Prompt,
    string Completion,
    string Meaning,
    string? Unit,
    IReadOnlyList<AskResult.Passage> Passages,
    IReadOnlyList<WordMatch>? Bm25
)
{
    /// <summary>A passage of the training texts.</summary>
    /// <param name="Id">The block.</param>
    /// <param name="Document">Its document; of several the one with the most characters.</param>
    /// <param name="Title">The document's title.</param>
    /// <param name="Offset">The passage's first character in it.</param>
    /// <param name="Score">The score of the passage.</param>
    /// <param name="Effect">That in the unit.</param>
    /// <param name="Text">The passage.</param>
    /// <param name="Tokens">Its tokens.</param>
    /// <param name="Bm25Rank">With --bm25 its rank by the words that it shares with prompt and completion.</param>
    internal sealed record Passage(
        string Id,
        string Document,
        string Title,
        int Offset,
        double Score,
        double Effect,
        string Text,
        IReadOnlyList<Token> Tokens,
        int? Bm25Rank
    )
    {
        /// <summary>A neighbour with its passage.</summary>
        public static Passage Of(
            Neighbor neighbour,
            Language.Corpora.Passage passage,
            IReadOnlyDictionary<string, float[]> shares,
            double divisor,
            WordSearch? words
        )
        {
            var scores = shares.GetValueOrDefault(passage.Id);
            return new(
                passage.Id,
                passage.Main.Document,
                passage.Main.Title,
                passage.Main.Offset,
                neighbour.Score,
                neighbour.Score / divisor,
                passage.Text,
                [.. passage.Tokens.Select((text, place) => new Token(text, scores?[place]))],
                words?.Ranking.RankOf(passage.Id)
            );
        }
    }

    /// <summary>A token of a passage.</summary>
    /// <param name="Text">Its characters; "" for one of beginning or end.</param>
    /// <param name="Score">Its share of the passage's score; null where the method has none.</param>
    internal sealed record Token(string Text, double? Score);
}
