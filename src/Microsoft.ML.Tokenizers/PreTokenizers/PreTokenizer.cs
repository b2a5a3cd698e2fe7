using System.Text.RegularExpressions;

namespace Microsoft.ML.Tokenizers;

/// <summary>Splits text into pieces that are encoded one by one. Text between the pieces is left out.</summary>
public abstract partial class PreTokenizer
{
    /// <summary>Splits a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The pieces in order: first character and number of characters.</returns>
    public abstract IEnumerable<(int Offset, int Length)> PreTokenize(string text);

    /// <summary>Splits a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The pieces in order: first character and number of characters.</returns>
    public abstract IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text);

    /// <summary>Splits into runs of letters, digits and underscores, and single marks of punctuation.</summary>
    /// <param name="specialTokens">Tokens that are pieces of their own wherever they occur.</param>
    public static PreTokenizer CreateWordOrPunctuation(IReadOnlyDictionary<string, int>? specialTokens = null) =>
        new RegexPreTokenizer(WordOrPunctuation(), specialTokens);

    /// <summary>Splits into runs of letters, digits and underscores, and runs of other characters without white space.</summary>
    /// <param name="specialTokens">Tokens that are pieces of their own wherever they occur.</param>
    public static PreTokenizer CreateWordOrNonWord(IReadOnlyDictionary<string, int>? specialTokens = null) =>
        new RegexPreTokenizer(WordOrNonWord(), specialTokens);

    /// <summary>Splits at white space.</summary>
    /// <param name="specialTokens">Tokens that are pieces of their own wherever they occur.</param>
    public static PreTokenizer CreateWhiteSpace(IReadOnlyDictionary<string, int>? specialTokens = null) =>
        new RegexPreTokenizer(NotWhiteSpace(), specialTokens);

    [GeneratedRegex(@"\w+|\p{P}")]
    private static partial Regex WordOrPunctuation();

    [GeneratedRegex(@"\w+|[^\w\s]+")]
    private static partial Regex WordOrNonWord();

    [GeneratedRegex(@"\S+")]
    private static partial Regex NotWhiteSpace();
}
