using System.Globalization;

namespace Microsoft.ML.Tokenizers;

/// <summary>A piece of a SentencePiece vocabulary.</summary>
/// <param name="Text">Its text, with U+2581 for a blank.</param>
/// <param name="Score">Unigram: its log probability. BPE: the merge of the highest score goes first.</param>
/// <param name="Kind">Its kind.</param>
internal readonly record struct Piece(string Text, float Score, PieceKind Kind)
{
    /// <summary>Whether text can become this piece.</summary>
    internal bool MatchesText => Kind is PieceKind.Normal or PieceKind.UserDefined or PieceKind.Unused;

    /// <summary>The byte that a piece such as '&lt;0x0A&gt;' stands for.</summary>
    internal bool TryGetByte(out byte value)
    {
        value = 0;
        return Kind == PieceKind.Byte && Text.Length == 6
            && byte.TryParse(Text.AsSpan(3, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out value);
    }
}
