namespace Microsoft.ML.Tokenizers;

/// <summary>Takes encoded pieces of a text.</summary>
internal interface IWordSink
{
    /// <summary>Takes a piece, or as many of its tokens as may still be taken.</summary>
    /// <param name="ids">The numbers of its tokens.</param>
    /// <param name="ends">The character of the piece after each token.</param>
    /// <param name="offset">The first character of the piece in the text.</param>
    /// <param name="word">The piece.</param>
    /// <returns>How many tokens were taken.</returns>
    int Add(ReadOnlySpan<int> ids, ReadOnlySpan<int> ends, int offset, ReadOnlySpan<char> word);
}
