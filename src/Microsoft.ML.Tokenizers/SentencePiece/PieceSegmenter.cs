namespace Microsoft.ML.Tokenizers;

/// <summary>Segments normalised text into pieces; the part of a SentencePiece tokenizer that depends on its kind.</summary>
internal abstract class PieceSegmenter
{
    /// <summary>Appends the segments of a text. They cover it without gaps.</summary>
    /// <param name="text">The normalised text.</param>
    /// <param name="offset">The place of the text, added to that of each segment.</param>
    /// <param name="segments">Takes the segments.</param>
    internal abstract void Segment(ReadOnlySpan<char> text, int offset, List<Segment> segments);

    /// <summary>The number of UTF-16 units of the character at the beginning of a text.</summary>
    protected static int CharacterLength(ReadOnlySpan<char> text) =>
        text.Length > 1 && char.IsHighSurrogate(text[0]) && char.IsLowSurrogate(text[1]) ? 2 : 1;
}
