namespace DataWorth.Language.Tokenizers;

/// <summary>Turns texts into tokens and back. Safe for several threads.</summary>
public abstract class TextTokenizer
{
    /// <summary>Largest token + 1.</summary>
    public abstract int VocabularySize { get; }

    /// <summary>The token of the beginning of a text; null if there is none.</summary>
    public int? BeginId { get; init; }

    /// <summary>The token of the end of a text; null if there is none.</summary>
    public int? EndId { get; init; }

    /// <summary>Whether the model was trained with <see cref="BeginId"/> in front of every text.</summary>
    public bool AddsBegin { get; init; }

    /// <summary>The tokens of a text, and nothing else: no token of beginning or end is added.</summary>
    /// <param name="text">The text. Special tokens that it contains in writing become these tokens.</param>
    public virtual IReadOnlyList<int> Encode(string text) => [.. EncodeWithSpans(text).Select(token => token.Id)];

    /// <summary>The tokens of a text with the characters that they stand for.</summary>
    /// <param name="text">The text.</param>
    public abstract IReadOnlyList<Token> EncodeWithSpans(string text);

    /// <summary>The same one after the other, so that those of a long text need not be in memory together; nor is all of it encoded where only
    /// the first ones are taken.</summary>
    /// <param name="text">The text.</param>
    public virtual IEnumerable<Token> Read(string text) => EncodeWithSpans(text);

    /// <summary>The tokens of a text as a model reads them: <see cref="BeginId"/> in front if <see cref="AddsBegin"/>, but never
    /// twice.</summary>
    /// <param name="text">The text, which may begin with the token of the beginning in writing.</param>
    public IReadOnlyList<int> EncodePrompt(string text)
    {
        var tokens = Encode(text);
        return AddsBegin && BeginId is { } begin && !(tokens.Count > 0 && tokens[0] == begin) ? [begin, .. tokens] : tokens;
    }

    /// <summary>The text of tokens. Bytes that are no character become U+FFFD.</summary>
    /// <param name="ids">The tokens.</param>
    /// <exception cref="ArgumentOutOfRangeException">A token is not in the vocabulary.</exception>
    public abstract string Decode(IEnumerable<int> ids);
}
