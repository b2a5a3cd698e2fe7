namespace DataWorth.Evaluation.Tasks.WikiTextGpt2;

/// <summary>The most frequent words of a text as tokens; every other word is token 0. Words are what stands between white space; a line's
/// end is a word too.</summary>
public sealed class WordVocabulary
{
    private const string LineEnd = "\n";
    private readonly Dictionary<string, int> _tokens = new(StringComparer.Ordinal);

    private WordVocabulary(IReadOnlyList<string> words)
    {
        Words = words;
        for (var token = 1; token < words.Count; token++)
        {
            _tokens.Add(words[token], token);
        }
    }

    /// <summary>The words by token; that of token 0 stands for all others.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Counts the words of texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="size">Number of tokens, at least 2; fewer if there are fewer words. Among equally frequent words the ordinally first
    /// are taken.</param>
    public static WordVocabulary Of(IEnumerable<string> texts, int size)
    {
        var counts = texts.SelectMany(Split).CountBy(word => word, StringComparer.Ordinal);
        return new WordVocabulary([
            "<other>",
            .. counts
                .Where(entry => entry.Key != "<other>")
                .OrderByDescending(entry => entry.Value)
                .ThenBy(entry => entry.Key, StringComparer.Ordinal)
                .Take(size - 1)
                .Select(entry => entry.Key),
        ]);
    }

    /// <summary>The tokens of a text.</summary>
    /// <param name="text">The text.</param>
    public IReadOnlyList<int> Encode(string text) => [.. Split(text).Select(word => _tokens.GetValueOrDefault(word))];

    /// <summary>The words of tokens, with a space between two.</summary>
    /// <param name="tokens">The tokens.</param>
    public string Decode(ReadOnlySpan<int> tokens) => string.Join(' ', tokens.ToArray().Select(token => Words[token]));

    private static IEnumerable<string> Split(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
            {
                continue;
            }

            foreach (var word in words)
            {
                yield return word;
            }

            yield return LineEnd;
        }
    }
}
