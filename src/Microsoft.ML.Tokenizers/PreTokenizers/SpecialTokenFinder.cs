using System.Buffers;

namespace Microsoft.ML.Tokenizers;

/// <summary>Finds the first special token in a text; of several that begin at the same character, the one listed first.</summary>
internal sealed class SpecialTokenFinder
{
    private readonly string[] _tokens;
    private readonly SearchValues<string> _search;

    private SpecialTokenFinder(string[] tokens)
    {
        _tokens = tokens;
        _search = SearchValues.Create(tokens, StringComparison.Ordinal);
    }

    internal static SpecialTokenFinder? Create(IReadOnlyDictionary<string, int>? specialTokens)
    {
        string[] tokens = specialTokens is null ? [] : [.. specialTokens.Keys.Where(token => token.Length > 0)];
        return tokens.Length == 0 ? null : new SpecialTokenFinder(tokens);
    }

    internal bool TryFind(ReadOnlySpan<char> text, int start, out int offset, out int length)
    {
        int found = text[start..].IndexOfAny(_search);
        offset = start + found;
        length = 0;
        if (found < 0)
        {
            return false;
        }

        foreach (string token in _tokens)
        {
            if (text[offset..].StartsWith(token, StringComparison.Ordinal))
            {
                length = token.Length;
                return true;
            }
        }

        return false;
    }
}
