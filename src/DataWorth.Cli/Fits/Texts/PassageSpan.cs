using DataWorth.Language.Corpora;

namespace DataWorth.Cli.Fits.Texts;

/// <summary>What a passage has of one document.</summary>
/// <param name="Document">Its id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Offset">The first character of it that is in the passage.</param>
/// <param name="Token">Its first token in the passage.</param>
internal sealed record PassageSpan(string Document, string Title, int Offset, int Token)
{
    /// <summary>The documents of a passage, in order.</summary>
    public static IReadOnlyList<PassageSpan> Of(TokenBlock passage) =>
        [.. passage.Spans.Select(span => new PassageSpan(span.Document, span.Title, span.Offset, span.Start))];
}
