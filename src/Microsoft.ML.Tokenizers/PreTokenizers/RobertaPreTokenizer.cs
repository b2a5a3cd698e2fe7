namespace Microsoft.ML.Tokenizers;

/// <summary>The split of GPT-2 and RoBERTa: the matches of '(?:[sdmt]|re|ve|ll)| ?\p{L}+| ?\p{N}+|
/// ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+.</summary>
/// <remarks>Found by one scan of the text without a regular expression, in time proportional to its length. As in the real package a
/// character is a
/// UTF-16 unit, so that letters outside the basic plane count as other characters.</remarks>
public sealed partial class RobertaPreTokenizer : PreTokenizer
{
    private RobertaPreTokenizer()
    {
    }

    /// <summary>The one instance.</summary>
    public static RobertaPreTokenizer Instance { get; } = new();

    /// <inheritdoc/>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return PreTokenize(text.AsSpan());
    }

    /// <inheritdoc/>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text)
    {
        List<(int Offset, int Length)> pieces = new((text.Length / 4) + 1);
        for (int start = 0; start < text.Length;)
        {
            int end = WordScanner.NextEnd(text, start);
            pieces.Add((start, end - start));
            start = end;
        }

        return pieces;
    }
}
