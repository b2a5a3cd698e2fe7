namespace Microsoft.ML.Tokenizers;

/// <summary>What a <see cref="BpeTokenizer"/> is made of.</summary>
public sealed class BpeOptions
{
    /// <summary>Takes a vocabulary.</summary>
    /// <param name="vocabulary">The tokens and their numbers.</param>
    public BpeOptions(IEnumerable<KeyValuePair<string, int>> vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        Vocabulary = vocabulary;
    }

    /// <summary>Reads a vocabulary and merges from files.</summary>
    /// <param name="vocabFile">The tokens and their numbers, a JSON object (vocab.json).</param>
    /// <param name="mergesFile">The merges, one per line, the first to be applied first (merges.txt), or null for none.</param>
    /// <exception cref="InvalidOperationException">A file is not what it should be.</exception>
    public BpeOptions(string vocabFile, string? mergesFile = null)
    {
        ArgumentNullException.ThrowIfNull(vocabFile);
        using FileStream vocabulary = File.OpenRead(vocabFile);
        Vocabulary = BpeFiles.ReadVocabulary(vocabulary);
        if (mergesFile is not null)
        {
            using FileStream merges = File.OpenRead(mergesFile);
            Merges = BpeFiles.ReadMerges(merges);
        }
    }

    /// <summary>The tokens and their numbers.</summary>
    public IEnumerable<KeyValuePair<string, int>> Vocabulary { get; }

    /// <summary>The merges, each of two tokens with one space between them, the first to be applied first. Default none.</summary>
    public IEnumerable<string>? Merges { get; set; }

    /// <summary>Tokens that are recognised if a piece of text equals them. Default none.</summary>
    public IReadOnlyDictionary<string, int>? SpecialTokens { get; set; }

    /// <summary>Rewrites the text first. Default none.</summary>
    public Normalizer? Normalizer { get; set; }

    /// <summary>Splits the text. Default <see cref="PreTokenizer.CreateWordOrNonWord"/>, which drops white space; GPT-2 needs
    /// <see cref="RobertaPreTokenizer"/>.</summary>
    public PreTokenizer? PreTokenizer { get; set; }

    /// <summary>The token for characters that are not in the vocabulary. Default none: they are left out.</summary>
    public string? UnknownToken { get; set; }

    /// <summary>Whether neighbouring unknown characters become one token. Default false.</summary>
    public bool FuseUnknownTokens { get; set; }

    /// <summary>What the vocabulary writes before a symbol that does not begin a word. Default none.</summary>
    public string? ContinuingSubwordPrefix { get; set; }

    /// <summary>What the vocabulary writes after a symbol that ends a word. Default none.</summary>
    public string? EndOfWordSuffix { get; set; }

    /// <summary>Whether the text is encoded byte by byte, as GPT-2 does. Default false.</summary>
    public bool ByteLevel { get; set; }

    /// <summary>The token put before every text. Default none.</summary>
    public string? BeginningOfSentenceToken { get; set; }

    /// <summary>The token put after every text. Default none.</summary>
    public string? EndOfSentenceToken { get; set; }
}
