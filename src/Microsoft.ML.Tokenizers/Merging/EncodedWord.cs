namespace Microsoft.ML.Tokenizers;

/// <summary>One encoded piece of text.</summary>
/// <param name="Text">The piece.</param>
/// <param name="Ids">The numbers of its tokens.</param>
/// <param name="Ends">The character of the piece after each token.</param>
internal sealed record EncodedWord(string Text, int[] Ids, int[] Ends);
