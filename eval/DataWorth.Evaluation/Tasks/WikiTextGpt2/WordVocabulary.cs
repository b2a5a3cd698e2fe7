using DataWorth.Language.Tokenizers;

namespace DataWorth.Evaluation.Tasks.WikiTextGpt2;

/// <summary>The most frequent words of a text as tokens; every other word is token 0. Words are what stands between white space; a line's
/// end is a word too.</summary>
public sealed class WordVocabulary : TextTokenizer
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
        var counts = texts.SelectMany(text => Split(text).Select(place => Word(text, place))).CountBy(word => word, StringComparer.Ordinal);
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

    /// <inheritdoc/>
    public override int VocabularySize => Words.Count;

    /// <inheritdoc/>
    public override IReadOnlyList<Token> EncodeWithSpans(string text) =>
        [.. Split(text).Select(place => new Token(_tokens.GetValueOrDefault(Word(text, place)), place.Start, place.Length))];

    /// <summary>The words of tokens, with a space between two.</summary>
    /// <param name="ids">The tokens.</param>
    public override string Decode(IEnumerable<int> ids) => string.Join(' ', ids.Select(token => Words[token]));

    private static string Word(string text, (int Start, int Length) place) =>
        place.Length == 0 ? LineEnd : text.Substring(place.Start, place.Length);

    private static IEnumerable<(int Start, int Length)> Split(string text)
    {
        var hasWords = false;
        for (var start = 0; start <= text.Length; )
        {
            // The end of a text ends its last line too.
            if (start == text.Length || text[start] == '\n')
            {
                if (hasWords)
                {
                    yield return (start, Math.Min(1, text.Length - start));
                }

                (hasWords, start) = (false, start + 1);
                continue;
            }

            var end = start;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
            {
                end++;
            }

            if (end > start)
            {
                hasWords = true;
                yield return (start, end - start);
            }

            start = end == start ? start + 1 : end;
        }
    }
}
