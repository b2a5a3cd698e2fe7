using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace DataWorth.Language.Tokenizers;

/// <summary>Cuts texts into the pieces that are encoded each for itself, by one regular expression after the other; what lies between two
/// matches is a piece too.</summary>
/// <remarks>Expressions of .NET see two surrogates where there is one character beyond U+FFFF, and take neither for a letter. They are given a
/// character of the same category instead.</remarks>
internal sealed class PieceSplitter(IReadOnlyList<Regex> expressions) : PreTokenizer
{
    // None is named in an expression of a known tokenizer.
    private static readonly Dictionary<UnicodeCategory, char> s_standIns = new()
    {
        [UnicodeCategory.UppercaseLetter] = 'Ꙁ',
        [UnicodeCategory.LowercaseLetter] = 'ꙁ',
        [UnicodeCategory.TitlecaseLetter] = 'ǅ',
        [UnicodeCategory.ModifierLetter] = 'ʰ',
        [UnicodeCategory.OtherLetter] = '一',
        [UnicodeCategory.NonSpacingMark] = '\u0300',
        [UnicodeCategory.SpacingCombiningMark] = '\u0903',
        [UnicodeCategory.EnclosingMark] = '\u0488',
        [UnicodeCategory.DecimalDigitNumber] = '٠',
        [UnicodeCategory.LetterNumber] = 'Ⅰ',
        [UnicodeCategory.OtherNumber] = '²',
        [UnicodeCategory.OtherPunctuation] = '※',
    };

    /// <inheritdoc/>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text)
    {
        var (seen, offsets) = Flatten(text);
        IEnumerable<(int Offset, int Length)> pieces = [(0, seen.Length)];
        foreach (var expression in expressions)
        {
            pieces = pieces.SelectMany(piece => Split(expression, seen.Substring(piece.Offset, piece.Length), piece.Offset));
        }

        return offsets is null
            ? pieces
            : pieces.Select(piece => (offsets[piece.Offset], offsets[piece.Offset + piece.Length] - offsets[piece.Offset]));
    }

    /// <inheritdoc/>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text) => PreTokenize(text.ToString());

    private static IEnumerable<(int Offset, int Length)> Split(Regex expression, string text, int start)
    {
        var end = 0;
        for (var match = expression.Match(text); match.Success; match = match.NextMatch())
        {
            if (match.Length == 0)
            {
                continue;
            }

            if (match.Index > end)
            {
                yield return (start + end, match.Index - end);
            }

            yield return (start + match.Index, match.Length);
            end = match.Index + match.Length;
        }

        if (end < text.Length)
        {
            yield return (start + end, text.Length - end);
        }
    }

    private static (string Seen, int[]? Offsets) Flatten(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return (text, null);
        }

        StringBuilder seen = new(text.Length);
        List<int> offsets = [];
        var offset = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            offsets.Add(offset);
            // A lone surrogate is one unit, and is read as U+FFFD.
            offset += rune.Utf16SequenceLength;
            seen.Append(rune.IsBmp ? (char)rune.Value : s_standIns.GetValueOrDefault(Rune.GetUnicodeCategory(rune), '☺'));
        }

        offsets.Add(offset);
        return (seen.ToString(), [.. offsets]);
    }
}
