namespace DataWorth.Language.Tokenizers;

/// <summary>The printable characters by which files of byte-level vocabularies write bytes: printable Latin-1 stands for itself, the other
/// bytes are U+0100 and the following (Radford et al. 2019).</summary>
internal static class ByteAlphabet
{
    private static readonly char[] s_characters = [.. Enumerable.Range(0, 256).Select(ToCharacter)];
    private static readonly Dictionary<char, byte> s_bytes = s_characters.Index().ToDictionary(pair => pair.Item, pair => (byte)pair.Index);

    /// <summary>The bytes in the order in which vocabularies begin: printable ones first.</summary>
    public static IReadOnlyList<byte> Order { get; } =
    [
        .. Enumerable
            .Range(0, 256)
            .Where(IsPrintable)
            .Concat(Enumerable.Range(0, 256).Where(value => !IsPrintable(value)))
            .Select(value => (byte)value),
    ];

    /// <summary>Bytes in writing.</summary>
    public static string Write(ReadOnlySpan<byte> bytes) => string.Concat(bytes.ToArray().Select(value => s_characters[value]));

    /// <summary>Bytes from writing; null if a character stands for none.</summary>
    public static byte[]? Read(string text)
    {
        var bytes = new byte[text.Length];
        for (var place = 0; place < bytes.Length; place++)
        {
            if (!s_bytes.TryGetValue(text[place], out bytes[place]))
            {
                return null;
            }
        }

        return bytes;
    }

    private static char ToCharacter(int value) =>
        IsPrintable(value) ? (char)value : (char)(256 + Enumerable.Range(0, value).Count(other => !IsPrintable(other)));

    private static bool IsPrintable(int value) => value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
}
