using System.Globalization;
using System.Text;
using DataWorth.Text;

namespace DataWorth.Language.Tokenizers;

/// <summary>Composes characters and marks (Unicode form NFC), and remembers where they come from.</summary>
internal static class TextComposer
{
    /// <summary>The composed text, and for each of its characters, and its end, the place in the given one; null where nothing
    /// changes.</summary>
    public static (string Text, int[] Places)? Compose(string text)
    {
        if (ReferenceEquals(ComposedText.Of(text), text))
        {
            return null;
        }

        StringBuilder composed = new(text.Length);
        List<int> places = [];
        for (var start = 0; start < text.Length; )
        {
            var end = start + 1;
            while (end < text.Length && !Begins(text, end))
            {
                end++;
            }

            composed.Append(ComposedText.Of(text[start..end]));
            while (places.Count < composed.Length)
            {
                places.Add(start);
            }

            start = end;
        }

        return (composed.ToString(), [.. places, text.Length]);
    }

    // Whether no character before can change with this one.
    private static bool Begins(string text, int place) =>
        !char.IsLowSurrogate(text[place]) && Rune.TryGetRuneAt(text, place, out var rune) && !IsMark(rune) && !IsHangulPart(rune.Value);

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsHangulPart(int value) => value is (>= 0x1161 and <= 0x1175) or (>= 0x11A8 and <= 0x11C2);
}
