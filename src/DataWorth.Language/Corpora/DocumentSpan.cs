namespace DataWorth.Language.Corpora;

/// <summary>A run of tokens of one document within a block.</summary>
/// <param name="Document">The id of the document.</param>
/// <param name="Title">Its title.</param>
/// <param name="Start">Its first token in the block.</param>
/// <param name="Length">The number of its tokens, those of beginning and end included.</param>
/// <param name="DocumentToken">The place of the first token in the document.</param>
/// <param name="Offset">The first character of the document that the tokens stand for, in UTF-16 units.</param>
/// <param name="Text">The characters that they stand for.</param>
public sealed record DocumentSpan(string Document, string Title, int Start, int Length, int DocumentToken, int Offset, string Text)
{
    /// <summary>Where it begins: document and character, such as 'emma.txt, character 1,204'.</summary>
    public string Place => FormattableString.Invariant($"{Document}, character {Offset:n0}");
}
