using System.Text;
using System.Text.RegularExpressions;

namespace DataWorth.Language.Tokenizers;

/// <summary>Learns a byte-level vocabulary from texts (Sennrich et al. 2016, arXiv:1508.07909): the most frequent pair of neighbours becomes
/// a token, again and again.</summary>
public static class BytePairTrainer
{
    private const int Bytes = 256;

    /// <summary>Learns a vocabulary: 256 bytes, merged pairs, special tokens. Of pairs that are equally frequent the one of the smaller
    /// tokens is merged, so that the same texts give the same vocabulary.</summary>
    /// <param name="texts">The texts; they are read once, one at a time.</param>
    /// <param name="size">Number of tokens, at least 256 and the special ones; fewer if no pair is twice in the texts.</param>
    /// <param name="special">Special tokens, the last of the vocabulary. The first is the token of the end.</param>
    /// <param name="cancellationToken">Stops between two merges.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is too small.</exception>
    public static ByteLevelTokenizer Train(
        IEnumerable<string> texts,
        int size,
        IReadOnlyList<string>? special = null,
        CancellationToken cancellationToken = default
    )
    {
        special ??= [TokenizerSettings.EndOfText];
        ArgumentOutOfRangeException.ThrowIfLessThan(size, Bytes + special.Count);
        List<byte[]> tokens = [.. ByteAlphabet.Order.Select(value => new[] { value })];
        var words = CountWords(texts, tokens);
        var pairs = new PairCounts(words);
        List<string> merges = [];
        while (tokens.Count < size - special.Count && pairs.Best() is { } pair)
        {
            cancellationToken.ThrowIfCancellationRequested();
            merges.Add($"{ByteAlphabet.Write(tokens[pair.Left])} {ByteAlphabet.Write(tokens[pair.Right])}");
            pairs.Merge(pair, tokens.Count);
            tokens.Add([.. tokens[pair.Left], .. tokens[pair.Right]]);
        }

        BytePairs parts = new()
        {
            Vocabulary = tokens.Index().ToDictionary(token => ByteAlphabet.Write(token.Item), token => token.Index),
            Merges = merges,
            Expressions = [TokenizerExpressions.Gpt2],
            Added = special.Index().ToDictionary(token => token.Item, token => tokens.Count + token.Index),
        };
        return new TokenizerSettings { End = special.Count > 0 ? special[0] : null }.Create(parts, begin: null);
    }

    private static List<(List<int> Tokens, long Count)> CountWords(IEnumerable<string> texts, List<byte[]> tokens)
    {
        var splitter = new PieceSplitter([new Regex(TokenizerExpressions.Gpt2, RegexOptions.CultureInvariant | RegexOptions.Compiled)]);
        Dictionary<string, long> counts = new(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            foreach (var (offset, length) in splitter.PreTokenize(text))
            {
                var word = text.Substring(offset, length);
                counts[word] = counts.GetValueOrDefault(word) + 1;
            }
        }

        var ids = tokens.Index().ToDictionary(token => token.Item[0], token => token.Index);
        return
        [
            .. counts
                .OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => (Encoding.UTF8.GetBytes(entry.Key).Select(value => ids[value]).ToList(), entry.Value)),
        ];
    }

    // How often two tokens are neighbours, and in which words.
    private sealed class PairCounts
    {
        private readonly List<(List<int> Tokens, long Count)> _words;
        private readonly Dictionary<(int Left, int Right), long> _counts = [];
        private readonly Dictionary<(int Left, int Right), HashSet<int>> _places = [];

        public PairCounts(List<(List<int> Tokens, long Count)> words)
        {
            _words = words;
            for (var word = 0; word < words.Count; word++)
            {
                Add(word, 1);
            }
        }

        public (int Left, int Right)? Best()
        {
            if (_counts.Count == 0)
            {
                return null;
            }

            var best = _counts.MinBy(entry => (-entry.Value, entry.Key.Left, entry.Key.Right));
            return best.Value < 2 ? null : best.Key;
        }

        public void Merge((int Left, int Right) pair, int token)
        {
            foreach (var word in _places[pair].ToArray())
            {
                Add(word, -1);
                var tokens = _words[word].Tokens;
                for (var place = 0; place + 1 < tokens.Count; place++)
                {
                    if (tokens[place] == pair.Left && tokens[place + 1] == pair.Right)
                    {
                        tokens[place] = token;
                        tokens.RemoveAt(place + 1);
                    }
                }

                Add(word, 1);
            }
        }

        private void Add(int word, int sign)
        {
            var (tokens, count) = _words[word];
            for (var place = 0; place + 1 < tokens.Count; place++)
            {
                var pair = (tokens[place], tokens[place + 1]);
                var sum = _counts.GetValueOrDefault(pair) + (sign * count);
                if (sign > 0)
                {
                    _counts[pair] = sum;
                    if (!_places.TryGetValue(pair, out var places))
                    {
                        _places[pair] = places = [];
                    }

                    places.Add(word);
                }
                else if (sum == 0)
                {
                    _counts.Remove(pair);
                    _places.Remove(pair);
                }
                else
                {
                    _counts[pair] = sum;
                    if (_places.TryGetValue(pair, out var places))
                    {
                        places.Remove(word);
                    }
                }
            }
        }
    }
}
