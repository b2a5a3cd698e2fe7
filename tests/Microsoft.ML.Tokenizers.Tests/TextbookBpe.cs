using System.Text;
using System.Text.RegularExpressions;

namespace Microsoft.ML.Tokenizers.Tests;

/// <summary>Byte-level BPE as its authors wrote it down, with the regular expression and strings: slow and plain, the reference for the fast one.</summary>
internal sealed partial class TextbookBpe
{
    private readonly IReadOnlyDictionary<string, int> _vocabulary;
    private readonly Dictionary<(string, string), int> _ranks = [];
    private readonly Dictionary<string, int[]> _words = [];
    private readonly string[] _alphabet = new string[256];

    internal TextbookBpe(BpeOptions options)
    {
        _vocabulary = options.Vocabulary.ToDictionary();
        foreach (string merge in options.Merges!)
        {
            string[] pair = merge.Split(' ');
            _ranks[(pair[0], pair[1])] = _ranks.Count;
        }

        int[] printable = [.. Enumerable.Range(33, 94), .. Enumerable.Range(161, 12), .. Enumerable.Range(174, 82)];
        int next = 256;
        for (int value = 0; value < 256; value++)
        {
            _alphabet[value] = ((char)(printable.Contains(value) ? value : next++)).ToString();
        }
    }

    internal List<int> Encode(string text)
    {
        List<int> ids = [];
        foreach (Match match in Split().Matches(text))
        {
            if (!_words.TryGetValue(match.Value, out int[]? word))
            {
                _words[match.Value] = word = EncodeWord([.. Encoding.UTF8.GetBytes(match.Value).Select(value => _alphabet[value])]);
            }

            ids.AddRange(word);
        }

        return ids;
    }

    // In each round the pair of the lowest rank is merged wherever it occurs, from left to right.
    private int[] EncodeWord(List<string> symbols)
    {
        while (symbols.Count > 1)
        {
            (string, string) best = symbols.Zip(symbols.Skip(1)).MinBy(pair => _ranks.GetValueOrDefault(pair, int.MaxValue));
            if (!_ranks.ContainsKey(best))
            {
                break;
            }

            List<string> merged = [];
            for (int index = 0; index < symbols.Count; index++)
            {
                bool both = index + 1 < symbols.Count && (symbols[index], symbols[index + 1]) == best;
                merged.Add(both ? symbols[index] + symbols[++index] : symbols[index]);
            }

            symbols = merged;
        }

        return [.. symbols.Select(symbol => _vocabulary[symbol])];
    }

    [GeneratedRegex(@"'(?:[sdmt]|re|ve|ll)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")]
    internal static partial Regex Split();
}
