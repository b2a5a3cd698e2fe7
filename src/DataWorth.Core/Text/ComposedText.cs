using System.Text;

namespace DataWorth.Text;

/// <summary>Texts in Unicode form NFC: 'e' with a following accent becomes 'é', so that two spellings of one text are equal.</summary>
/// <remarks>Without data of the system (InvariantGlobalization) .NET's own Normalize changes nothing and does not say so. Source: Unicode
/// Standard Annex 15, "Unicode Normalization Forms", sections 3.11 and 3.12 of the standard.</remarks>
public static class ComposedText
{
    private const int HangulBase = 0xAC00;
    private const int LeadBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TailBase = 0x11A7;
    private const int Vowels = 21;
    private const int Tails = 28;
    private const int Syllables = 19 * Vowels * Tails;

    /// <summary>The text in form NFC; itself where nothing changes. Half a surrogate pair stays what it is.</summary>
    /// <param name="text">The text.</param>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', '\u02FF'))
        {
            return text;
        }

        List<int> points = [];
        for (var place = 0; place < text.Length; place++)
        {
            var isRune = Rune.TryGetRuneAt(text, place, out var rune);
            Decompose(isRune ? rune.Value : text[place], points);
            place += isRune ? rune.Utf16SequenceLength - 1 : 0;
        }

        Order(points);
        Compose(points);
        StringBuilder composed = new(text.Length);
        foreach (var point in points)
        {
            composed.Append(Rune.IsValid(point) ? new Rune(point).ToString() : ((char)point).ToString());
        }

        return composed.Equals(text) ? text : composed.ToString();
    }

    private static void Decompose(int point, List<int> points)
    {
        if (point - HangulBase is >= 0 and < Syllables and var syllable)
        {
            points.Add(LeadBase + (syllable / (Vowels * Tails)));
            points.Add(VowelBase + (syllable % (Vowels * Tails) / Tails));
            if (syllable % Tails != 0)
            {
                points.Add(TailBase + (syllable % Tails));
            }
        }
        else if (CanonicalData.Decompositions.TryGetValue(point, out var parts))
        {
            foreach (var part in parts)
            {
                Decompose(part, points);
            }
        }
        else
        {
            points.Add(point);
        }
    }

    // Marks after a character in the order of their classes; those of one class keep theirs.
    private static void Order(List<int> points)
    {
        for (var place = 1; place < points.Count; place++)
        {
            var (point, rank) = (points[place], CanonicalData.Class(points[place]));
            var free = place;
            while (rank > 0 && free > 0 && CanonicalData.Class(points[free - 1]) > rank)
            {
                points[free] = points[free - 1];
                free--;
            }

            points[free] = point;
        }
    }

    private static void Compose(List<int> points)
    {
        var (starter, kept) = (-1, 0);
        foreach (var point in points.ToArray())
        {
            var rank = CanonicalData.Class(point);
            // Blocked: a mark of the same or a higher class, or another starter, lies between.
            var isBlocked = kept - 1 > starter && (rank == 0 || CanonicalData.Class(points[kept - 1]) >= rank);
            if (starter >= 0 && !isBlocked && Pair(points[starter], point) is { } composed)
            {
                points[starter] = composed;
                continue;
            }

            starter = rank == 0 ? kept : starter;
            points[kept++] = point;
        }

        points.RemoveRange(kept, points.Count - kept);
    }

    private static int? Pair(int first, int second)
    {
        if (
            first - LeadBase is >= 0 and < Syllables / (Vowels * Tails) and var lead
            && second - VowelBase is >= 0 and < Vowels and var vowel
        )
        {
            return HangulBase + (((lead * Vowels) + vowel) * Tails);
        }

        if (
            first - HangulBase is >= 0 and < Syllables and var syllable
            && syllable % Tails == 0
            && second - TailBase is > 0 and < Tails and var tail
        )
        {
            return first + tail;
        }

        return CanonicalData.Compositions.TryGetValue((first, second), out var composed) ? composed : null;
    }
}
