using System.Text.RegularExpressions;
using DataWorth.Language.Corpora;
using DataWorth.Language.Tokenizers;
using DataWorth.Randomness;

namespace DataWorth.Evaluation.Memorisation;

/// <summary>Texts with planted facts as passages, and what is asked about them.</summary>
internal sealed partial class MemorisationCorpus
{
    private const int ShortestQuote = 50;
    private const int LongestQuote = 160;

    /// <summary>Makes passages and queries.</summary>
    /// <param name="documents">The texts, read one at a time.</param>
    /// <param name="options">How much of them, and how much is asked.</param>
    /// <exception cref="ArgumentException">The texts have too few sentences.</exception>
    public MemorisationCorpus(IReadOnlyList<TextDocument> documents, MemorisationOptions options)
    {
        var share = options.Characters / Math.Max(1, documents.Count);
        TextDocument[] texts = [.. documents.Select(document => document with { Text = Beginning(document.Text, share) })];
        var facts = PlantedFacts.Create(options.Facts, options.Seed);
        TextDocument[] statements = [.. facts.SelectMany(fact => fact.Statements)];
        Titles = [.. texts.Select(text => text.Title)];
        Tokenizer = BytePairTrainer.Train(texts.Concat(statements).Select(text => text.Text), options.Vocabulary);
        BlockOptions blocks = new()
        {
            Length = options.Context,
            IsPacked = false,
            AddsEnd = false,
        };
        TextDocument[] all = [.. texts, .. statements];
        Blocks = new("memorisation", all, Tokenizer, blocks);
        Passages = [.. Blocks];
        var planted = statements.Select(statement => statement.Id).ToHashSet(StringComparer.Ordinal);
        Statements = Passages.Count(passage => planted.Contains(passage.Document));
        var rows = Passages.Index().ToDictionary(entry => entry.Item.Id, entry => entry.Index, StringComparer.Ordinal);
        Quotes = [.. Draw(texts, options).Select((quote, number) => Query($"quote-{number:D3}", "", quote.Text, [rows[quote.Passage]]))];
        Facts =
        [
            .. facts.Select(
                (fact, number) =>
                    Query(
                        $"fact-{number:D3}",
                        fact.Question,
                        fact.Answer,
                        [.. fact.Statements.Select(statement => rows[$"{statement.Id}@0"])]
                    )
            ),
        ];
        Alike =
        [
            .. facts.Select(
                (fact, number) =>
                    facts
                        .Index()
                        .Where(other => other.Index != number && other.Item.Kind == fact.Kind)
                        .SelectMany(other => Facts[other.Index].Rows)
                        .ToHashSet()
            ),
        ];
    }

    /// <summary>Titles of the texts.</summary>
    public IReadOnlyList<string> Titles { get; }

    /// <summary>The vocabulary, learned from texts and statements.</summary>
    public ByteLevelTokenizer Tokenizer { get; }

    /// <summary>Passages and statements, as they are trained on.</summary>
    public TokenBlocks Blocks { get; }

    /// <summary>The same in memory.</summary>
    public IReadOnlyList<TokenBlock> Passages { get; }

    /// <summary>Number of passages that are statements; a long one is two.</summary>
    public int Statements { get; }

    /// <summary>For each fact the rows that state others of its kind.</summary>
    public IReadOnlyList<IReadOnlySet<int>> Alike { get; }

    /// <summary>Sentences, each with the row that has it.</summary>
    public IReadOnlyList<(TokenBlock Block, IReadOnlyList<int> Rows)> Quotes { get; }

    /// <summary>Questions with their answers, which alone count, and the rows of the statements.</summary>
    public IReadOnlyList<(TokenBlock Block, IReadOnlyList<int> Rows)> Facts { get; }

    private (TokenBlock Block, IReadOnlyList<int> Rows) Query(string id, string question, string answer, IReadOnlyList<int> rows)
    {
        var before = question.Length == 0 ? [] : Tokenizer.Encode(question);
        var after = Tokenizer.Encode(answer);
        TokenBlock block = new()
        {
            Id = id,
            InputIds = [.. before, .. after],
            Counts = [.. before.Select(_ => false), .. after.Select(_ => true)],
        };
        return (block, rows);
    }

    // Sentences that lie in one passage and stand in the texts once; as a person quotes them, in one line.
    private IEnumerable<(string Text, string Passage)> Draw(TextDocument[] texts, MemorisationOptions options)
    {
        var whole = string.Join('\n', texts.Select(text => text.Text));
        var ids = texts.Select(text => text.Id).ToHashSet(StringComparer.Ordinal);
        List<(string Text, string Passage)> found = [];
        foreach (var passage in Passages.Where(passage => ids.Contains(passage.Document)))
        {
            if (
                Sentence().Matches(passage.Spans[0].Text).FirstOrDefault(match => match.Length is >= ShortestQuote and <= LongestQuote)
                    is { } match
                && whole.IndexOf(match.Value, StringComparison.Ordinal) == whole.LastIndexOf(match.Value, StringComparison.Ordinal)
            )
            {
                found.Add((Blanks().Replace(match.Value, " "), passage.Id));
            }
        }

        if (found.Count < options.Quotes)
        {
            Throw.OutOfRange(nameof(options.Quotes), options.Quotes, $"at most the {found.Count} sentences that these texts have");
        }

        SeededRandom random = new(options.Seed, stream: 1);
        for (var last = found.Count - 1; last > 0; last--)
        {
            var other = random.NextInt32(last + 1);
            (found[last], found[other]) = (found[other], found[last]);
        }

        return found.Take(options.Quotes);
    }

    private static string Beginning(string text, int length)
    {
        var end = Math.Min(length, text.Length);
        return end > 0 && end < text.Length && char.IsHighSurrogate(text[end - 1]) ? text[..(end - 1)] : text[..end];
    }

    [GeneratedRegex(@"(?<=[.!?]""?\s+)[A-Z][^.!?]*[.!?](?=\s)", RegexOptions.CultureInvariant)]
    private static partial Regex Sentence();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();
}
