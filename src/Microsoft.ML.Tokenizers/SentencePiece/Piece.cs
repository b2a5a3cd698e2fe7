namespace Microsoft.ML.Tokenizers;

/// <summary>A piece of a SentencePiece vocabulary.</summary>
/// <param name="Text">Its text, with U+2581 for a blank.</param>
/// <param name="Score">Unigram: its log probability. BPE: the merge of the highest score goes first.</param>
/// <param name="Kind">Its kind.</param>
internal readonly record struct Piece(string Text, float Score, PieceKind Kind)
{
    /// <summary>Whether text can become this piece.</summary>
    internal bool MatchesText => Kind is PieceKind.Normal or PieceKind.UserDefined or PieceKind.Unused;
}
