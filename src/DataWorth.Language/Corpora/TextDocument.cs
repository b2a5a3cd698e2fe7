namespace DataWorth.Language.Corpora;

/// <summary>A document of a text corpus.</summary>
/// <param name="Id">Its stable name, such as 'wikitext-103/valid-00042'.</param>
/// <param name="Title">Its title, for people.</param>
/// <param name="Text">Its text, its heading included.</param>
public sealed record TextDocument(string Id, string Title, string Text)
{
    /// <summary>The characters whose tokens a model is to learn: the answers of a conversation. Null (default) for all.</summary>
    public IReadOnlyList<TextRange>? Completions { get; init; }
}
