using System.Text;

namespace Microsoft.ML.Tokenizers.Tests;

/// <summary>Texts that nobody writes: control characters, combining marks, symbols of all planes, every kind of space.</summary>
internal static class RandomText
{
    private static readonly string[] s_parts =
        [" ", "  ", "\n", "\r\n", "\t", "'s", "'ll", "'", "a", "Word", "ing", "0", "2024", "\u0085", "\u00A0", "\u2028", "\u3000", "\u001C", "é", "e\u0301", "ß", "你好", "😀", "👩\u200D👦", "𝒜", "\uFEFF", "!", "...", "<|endoftext|>", "\0", "½", "Ⅷ", "ل"];

    internal static IEnumerable<string> Create(int count, int seed)
    {
        Random random = new(seed);
        for (int index = 0; index < count; index++)
        {
            StringBuilder text = new();
            for (int parts = random.Next(1, 40); parts > 0; parts--)
            {
                text.Append(random.Next(4) == 0 ? RandomRune(random).ToString() : s_parts[random.Next(s_parts.Length)]);
            }

            yield return text.ToString();
        }
    }

    private static Rune RandomRune(Random random)
    {
        while (true)
        {
            if (Rune.TryCreate(random.Next(0x110000 >> random.Next(10)), out Rune rune))
            {
                return rune;
            }
        }
    }
}
