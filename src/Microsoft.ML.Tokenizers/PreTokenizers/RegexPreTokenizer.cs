using System.Text.RegularExpressions;

namespace Microsoft.ML.Tokenizers;

/// <summary>Splits text into the matches of a regular expression, and special tokens.</summary>
public sealed partial class RegexPreTokenizer : PreTokenizer
{
    private readonly Regex _regex;
    private readonly SpecialTokenFinder? _specialTokens;

    /// <summary>Makes a pre-tokenizer.</summary>
    /// <param name="regex">Its matches are the pieces.</param>
    /// <param name="specialTokens">Tokens that are pieces of their own wherever they occur.</param>
    /// <exception cref="ArgumentNullException">There is no regular expression.</exception>
    public RegexPreTokenizer(Regex regex, IReadOnlyDictionary<string, int>? specialTokens)
    {
        ArgumentNullException.ThrowIfNull(regex);
        _regex = regex;
        _specialTokens = SpecialTokenFinder.Create(specialTokens);
    }

    /// <inheritdoc/>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return PreTokenize(text.AsSpan());
    }

    /// <inheritdoc/>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text)
    {
        List<(int Offset, int Length)> pieces = [];
        int start = 0;
        while (_specialTokens is not null && _specialTokens.TryFind(text, start, out int offset, out int length))
        {
            Split(text[start..offset], start, pieces);
            pieces.Add((offset, length));
            start = offset + length;
        }

        Split(text[start..], start, pieces);
        return pieces;
    }

    private void Split(ReadOnlySpan<char> text, int start, List<(int Offset, int Length)> pieces)
    {
        foreach (ValueMatch match in _regex.EnumerateMatches(text))
        {
            if (match.Length > 0)
            {
                pieces.Add((start + match.Index, match.Length));
            }
        }
    }
}
