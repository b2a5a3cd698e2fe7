using System.Text;

namespace DataWorth.Language.Tokenizers;

/// <summary>Characters of tokens that are runs of the bytes of a text in UTF-8.</summary>
internal static class ByteSpans
{
    /// <summary>Finds them, from the bytes of each token.</summary>
    public static IEnumerable<Token> Of(string text, IReadOnlyList<int> ids, IReadOnlyDictionary<int, byte[]> bytes)
    {
        // The character that is being read: its first unit, and the bytes of it and of what was before.
        var (start, length, end) = (0, 0, 0L);
        var read = 0L;
        foreach (var id in ids)
        {
            if (read == end)
            {
                Next();
            }

            var first = start;
            read += bytes[id].Length;
            while (end < read)
            {
                Next();
            }

            yield return new(id, first, start + length - first);
        }

        void Next()
        {
            start += length;
            Rune.DecodeFromUtf16(text.AsSpan(start), out var rune, out length); // of a lone surrogate U+FFFD, as the encoder writes it
            end += rune.Utf8SequenceLength;
        }
    }
}
