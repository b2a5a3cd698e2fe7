namespace Microsoft.ML.Tokenizers;

/// <summary>The alphabet in which byte-level vocabularies are written: one printable character for each byte.</summary>
/// <remarks>The printable bytes '!' … '~', '¡' … '¬' and '®' … 'ÿ' stand for themselves; the other 68, in order, are U+0100, U+0101,
/// …</remarks>
internal static class ByteAlphabet
{
    private const char FirstSubstitute = '\u0100';
    private const int Size = 0x144;

    private static readonly char[] s_characters = CreateCharacters();
    private static readonly short[] s_bytes = CreateBytes();

    internal static char Character(byte value) => s_characters[value];

    /// <summary>The bytes that a token written in the alphabet stands for; a character outside the alphabet stands for itself, in
    /// UTF-8.</summary>
    internal static byte[] Bytes(ReadOnlySpan<char> token)
    {
        List<byte> bytes = new(token.Length);
        Span<byte> utf8 = stackalloc byte[4];
        foreach (System.Text.Rune rune in token.EnumerateRunes())
        {
            if (rune.Value < Size && s_bytes[rune.Value] >= 0)
            {
                bytes.Add((byte)s_bytes[rune.Value]);
                continue;
            }

            bytes.AddRange(utf8[..rune.EncodeToUtf8(utf8)]);
        }

        return [.. bytes];
    }

    private static char[] CreateCharacters()
    {
        char[] characters = new char[256];
        char substitute = FirstSubstitute;
        for (int value = 0; value < characters.Length; value++)
        {
            bool printable = value is (>= '!' and <= '~') or (>= '\u00A1' and <= '\u00AC') or >= '\u00AE';
            characters[value] = printable ? (char)value : substitute++;
        }

        return characters;
    }

    private static short[] CreateBytes()
    {
        short[] bytes = new short[Size];
        Array.Fill(bytes, (short)-1);
        for (int value = 0; value < s_characters.Length; value++)
        {
            bytes[s_characters[value]] = (short)value;
        }

        return bytes;
    }
}
