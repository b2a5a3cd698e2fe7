namespace Microsoft.ML.Tokenizers;

/// <summary>Finds the pieces of the GPT-2 split. They cover the text without gaps.</summary>
internal static class WordScanner
{
    private const byte Other = 0;
    private const byte Letter = 1;
    private const byte Number = 2;
    private const byte Space = 3;

    private static readonly byte[] s_classes = Classify();

    /// <summary>The end of the piece that begins at a character.</summary>
    internal static int NextEnd(ReadOnlySpan<char> text, int start)
    {
        char first = text[start];
        if (first == '\'' && ContractionLength(text[(start + 1)..]) is int length and > 0)
        {
            return start + 1 + length;
        }

        byte kind = s_classes[first];
        if (kind == Space)
        {
            if (first != ' ' || start + 1 == text.Length || s_classes[text[start + 1]] == Space)
            {
                return SpacesEnd(text, start);
            }

            // One blank belongs to the word that follows.
            start++;
            kind = s_classes[text[start]];
        }

        return RunEnd(text, start + 1, kind);
    }

    private static int RunEnd(ReadOnlySpan<char> text, int start, byte kind)
    {
        byte[] classes = s_classes;
        int end = start;
        while (end < text.Length && classes[text[end]] == kind)
        {
            end++;
        }

        return end;
    }

    // White space before a word leaves its last character to that word, unless it has only one.
    private static int SpacesEnd(ReadOnlySpan<char> text, int start)
    {
        int end = RunEnd(text, start + 1, Space);
        return end == text.Length || end == start + 1 ? end : end - 1;
    }

    // The length of s, d, m, t, re, ve or ll after an apostrophe, else 0.
    private static int ContractionLength(ReadOnlySpan<char> rest) => rest switch
    {
        ['s' or 'd' or 'm' or 't', ..] => 1,
        ['r', 'e', ..] or ['v', 'e', ..] or ['l', 'l', ..] => 2,
        _ => 0,
    };

    private static byte[] Classify()
    {
        byte[] classes = new byte[char.MaxValue + 1];
        for (int value = 0; value < classes.Length; value++)
        {
            char character = (char)value;
            classes[value] = char.IsLetter(character) ? Letter : char.IsNumber(character) ? Number : char.IsWhiteSpace(character) ? Space : Other;
        }

        return classes;
    }
}
