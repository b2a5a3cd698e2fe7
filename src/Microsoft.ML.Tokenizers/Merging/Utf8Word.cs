using System.Buffers;
using System.Text;

namespace Microsoft.ML.Tokenizers;

/// <summary>Encodes one word byte by byte: UTF-8 bytes as first symbols, then merges.</summary>
internal static class Utf8Word
{
    private const int StackSize = 128;

    /// <summary>Encodes a word. A half of a surrogate pair that stands alone is encoded as U+FFFD.</summary>
    /// <param name="word">The word.</param>
    /// <param name="byteSymbols">The symbol of each byte, or -1 for none.</param>
    /// <param name="missing">The symbol instead of -1, or -1 to leave the byte out.</param>
    /// <param name="table">The merges.</param>
    internal static EncodedWord Encode(ReadOnlySpan<char> word, ReadOnlySpan<int> byteSymbols, int missing, MergeTable table)
    {
        int capacity = 3 * word.Length;
        int[]? rented = capacity > StackSize ? ArrayPool<int>.Shared.Rent(2 * capacity) : null;
        Span<int> buffer = rented ?? stackalloc int[2 * StackSize];
        Span<int> symbols = buffer[..(buffer.Length / 2)], ends = buffer[(buffer.Length / 2)..];
        int count = 0;
        Span<byte> utf8 = stackalloc byte[4];
        for (int start = 0, length; start < word.Length; start += length)
        {
            Rune.DecodeFromUtf16(word[start..], out Rune rune, out length);
            int bytes = rune.EncodeToUtf8(utf8);
            for (int index = 0; index < bytes; index++)
            {
                int symbol = byteSymbols[utf8[index]];
                symbol = symbol < 0 ? missing : symbol;
                if (symbol >= 0)
                {
                    // A token that ends within a character ends before it.
                    symbols[count] = symbol;
                    ends[count++] = index + 1 == bytes ? start + length : start;
                }
            }
        }

        count = SymbolMerger.Merge(symbols[..count], ends[..count], table);
        EncodedWord encoded = new(word.ToString(), symbols[..count].ToArray(), ends[..count].ToArray());
        if (rented is not null)
        {
            ArrayPool<int>.Shared.Return(rented);
        }

        return encoded;
    }
}
