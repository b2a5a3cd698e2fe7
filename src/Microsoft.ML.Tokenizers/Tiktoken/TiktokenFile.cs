using System.Globalization;

namespace Microsoft.ML.Tokenizers;

/// <summary>Reads a .tiktoken file: one token per line, its bytes in base 64, a space, its rank.</summary>
internal static class TiktokenFile
{
    internal static Dictionary<int, byte[]> Read(Stream stream)
    {
        using StreamReader reader = new(stream, leaveOpen: true);
        Dictionary<int, byte[]> tokens = [];
        for (int number = 1; reader.ReadLine() is string line; number++)
        {
            if (line.Length > 0)
            {
                ReadLine(line, number, tokens);
            }
        }

        if (tokens.Count == 0)
        {
            Throw.EmptyVocabulary();
        }

        return tokens;
    }

    private static void ReadLine(string line, int number, Dictionary<int, byte[]> tokens)
    {
        int space = line.IndexOf(' ', StringComparison.Ordinal);
        byte[] token = new byte[line.Length];
        if (space <= 0
            || !Convert.TryFromBase64Chars(line.AsSpan(0, space), token, out int length)
            || !int.TryParse(line.AsSpan(space + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int rank))
        {
            Throw.BadTiktokenLine(number, line);
            return;
        }

        tokens[rank] = token[..length];
    }
}
