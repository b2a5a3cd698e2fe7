using System.Globalization;
using System.Text;

namespace DataWorth.Language.Tokenizers;

/// <summary>Composes characters and marks (Unicode form NFC), and remembers where they come from.</summary>
internal static class TextComposer
{
    // Without data of the system (InvariantGlobalization), .NET composes nothing and does not say so.
    private static readonly bool s_isAble = "e\u0301".Normalize(NormalizationForm.FormC).Length == 1;

    /// <summary>The composed text, and for each of its characters, and its end, the place in the given one; null where nothing
    /// changes.</summary>
    /// <exception cref="PlatformNotSupportedException">The text may change, and this program cannot compose.</exception>
    public static (string Text, int[] Places)? Compose(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', '\u02FF'))
        {
            return null;
        }

        if (!s_isAble)
        {
            foreach (var rune in text.EnumerateRunes())
            {
                if (MayChange(rune))
                {
                    Throw.CannotCompose(rune);
                }
            }

            return null;
        }

        if (text.IsNormalized(NormalizationForm.FormC))
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

            composed.Append(text[start..end].Normalize(NormalizationForm.FormC));
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

    private static bool MayChange(Rune rune) =>
        IsMark(rune)
        || IsHangulPart(rune.Value)
        || rune.Value
            is 0x037E
                or 0x0374
                or 0x0387
                or (>= 0x0958 and <= 0x095F)
                or (>= 0x1F71 and <= 0x1FFD)
                or 0x2000
                or 0x2001
                or 0x2126
                or 0x212A
                or 0x212B
                or 0x2329
                or 0x232A
                or 0x2ADC
                or (>= 0xF900 and <= 0xFB4E)
                or (>= 0x1D15E and <= 0x1D1C0)
                or (>= 0x2F800 and <= 0x2FA1F);

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsHangulPart(int value) => value is (>= 0x1161 and <= 0x1175) or (>= 0x11A8 and <= 0x11C2);
}
