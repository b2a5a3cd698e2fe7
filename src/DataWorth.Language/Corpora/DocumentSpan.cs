namespace DataWorth.Language.Corpora;

/// <summary>A run of tokens of one document within a block.</summary>
/// <param name="Document">The number of the document in the corpus.</param>
/// <param name="Start">Its first token in the block.</param>
/// <param name="Length">The number of its tokens, its separator included.</param>
/// <param name="DocumentToken">The place of the first token in the document.</param>
public readonly record struct DocumentSpan(int Document, int Start, int Length, int DocumentToken);
