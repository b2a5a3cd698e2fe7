namespace DataWorth.Language.Corpora;

/// <summary>A run of tokens of one document within a block.</summary>
/// <param name="Document">The id of the document.</param>
/// <param name="Title">Its title.</param>
/// <param name="Start">Its first token in the block.</param>
/// <param name="Length">The number of its tokens, those of beginning and end included.</param>
/// <param name="DocumentToken">The place of the first token in the document.</param>
/// <param name="Text">The characters of the document that the tokens stand for.</param>
public sealed record DocumentSpan(string Document, string Title, int Start, int Length, int DocumentToken, TextRange Text);
