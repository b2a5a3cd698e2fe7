using DataWorth.Language.Corpora;

namespace DataWorth.Cli.Fits.Texts;

/// <summary>A training passage that has the words of a query.</summary>
/// <param name="Id">The block.</param>
/// <param name="Document">The document that it begins with.</param>
/// <param name="Offset">The passage's first character in it.</param>
/// <param name="Place">Both, and the other documents that it has something of.</param>
/// <param name="Spans">All of its documents.</param>
/// <param name="Score">Its BM25 score.</param>
/// <param name="Text">The passage.</param>
internal sealed record WordMatch(
    string Id,
    string Document,
    int Offset,
    string Place,
    IReadOnlyList<PassageSpan> Spans,
    double Score,
    string Text
)
{
    /// <summary>A passage with its score.</summary>
    public static WordMatch Of(TokenBlock passage, double score) =>
        new(passage.Id, passage.Spans[0].Document, passage.Spans[0].Offset, passage.Place, PassageSpan.Of(passage), score, passage.Text);
}
