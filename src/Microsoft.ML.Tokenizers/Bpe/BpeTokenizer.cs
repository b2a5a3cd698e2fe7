using System.Buffers;
using System.Text;

namespace Microsoft.ML.Tokenizers;

/// <summary>Byte pair encoding; with <see cref="BpeOptions.ByteLevel"/> and <see cref="RobertaPreTokenizer"/> the tokenizer of
/// GPT-2.</summary>
/// <remarks>Of several merges the one of the lowest rank is applied first, and of those the leftmost. Source: Sennrich, Haddow and Birch
/// 2016,
/// arXiv:1508.07909; byte level: Radford et al. 2019.</remarks>
public sealed class BpeTokenizer : Tokenizer
{
    private readonly Dictionary<string, int> _vocabulary;
    private readonly Dictionary<int, string> _tokens;
    private readonly Dictionary<int, byte[]> _bytes;
    private readonly WordPipeline _pipeline;
    private readonly HashSet<int> _specialIds;
    private readonly int _unknownId;

    private BpeTokenizer(BpeOptions options)
    {
        _vocabulary = new Dictionary<string, int>(options.Vocabulary, StringComparer.Ordinal);
        if (_vocabulary.Count == 0)
        {
            Throw.EmptyVocabulary();
        }

        (ByteLevel, SpecialTokens, Normalizer) = (options.ByteLevel, options.SpecialTokens, options.Normalizer);
        (UnknownToken, FuseUnknownTokens) = (options.UnknownToken, options.FuseUnknownTokens);
        (ContinuingSubwordPrefix, EndOfWordSuffix) = (options.ContinuingSubwordPrefix, options.EndOfWordSuffix);
        (BeginningOfSentenceToken, EndOfSentenceToken) = (options.BeginningOfSentenceToken, options.EndOfSentenceToken);
        PreTokenizer = options.PreTokenizer ?? PreTokenizer.CreateWordOrNonWord();
        _specialIds = [.. SpecialTokens?.Values ?? []];
        _unknownId = UnknownToken is null ? -1 : Mark("unknown", UnknownToken).Id;
        _tokens = [];
        foreach ((string token, int id) in _vocabulary.Concat(SpecialTokens ?? new Dictionary<string, int>()))
        {
            _tokens[id] = token;
        }

        _bytes = _tokens.ToDictionary(token => token.Key, TokenBytes);
        _pipeline = new WordPipeline(new BpeWordEncoder(options, _vocabulary, _tokens, _unknownId), PreTokenizer, Normalizer, SpecialTokens,
            BeginningOfSentenceToken is null ? null : Mark("beginning-of-sentence", BeginningOfSentenceToken),
            EndOfSentenceToken is null ? null : Mark("end-of-sentence", EndOfSentenceToken));
    }

    /// <inheritdoc/>
    public override PreTokenizer PreTokenizer { get; }

    /// <inheritdoc/>
    public override Normalizer? Normalizer { get; }

    /// <summary>The tokens and their numbers, without special tokens.</summary>
    public IReadOnlyDictionary<string, int> Vocabulary => _vocabulary;

    /// <summary>The special tokens and their numbers, or null.</summary>
    public IReadOnlyDictionary<string, int>? SpecialTokens { get; }

    /// <summary>Whether the text is encoded byte by byte.</summary>
    public bool ByteLevel { get; }

    /// <summary>The token for characters that are not in the vocabulary, or null.</summary>
    public string? UnknownToken { get; }

    /// <summary>Whether neighbouring unknown characters become one token.</summary>
    public bool FuseUnknownTokens { get; }

    /// <summary>What the vocabulary writes before a symbol that does not begin a word, or null.</summary>
    public string? ContinuingSubwordPrefix { get; }

    /// <summary>What the vocabulary writes after a symbol that ends a word, or null.</summary>
    public string? EndOfWordSuffix { get; }

    /// <summary>The token put before every text, or null.</summary>
    public string? BeginningOfSentenceToken { get; }

    internal string? EndOfSentenceToken { get; }

    /// <summary>Makes a tokenizer of words and runs of other characters; white space is dropped.</summary>
    /// <param name="vocabFile">The vocabulary, a JSON object.</param>
    /// <param name="mergesFile">The merges, one per line, or null.</param>
    /// <exception cref="InvalidOperationException">A file is not what it should be.</exception>
    public static BpeTokenizer Create(string vocabFile, string? mergesFile) => Create(new BpeOptions(vocabFile, mergesFile));

    /// <summary>Makes a tokenizer of characters; for one of bytes, as GPT-2's, use <see cref="Create(BpeOptions)"/>.</summary>
    /// <param name="vocabFile">The vocabulary, a JSON object.</param>
    /// <param name="mergesFile">The merges, one per line, or null.</param>
    /// <param name="preTokenizer">Splits the text. Default <see cref="PreTokenizer.CreateWordOrNonWord"/>.</param>
    /// <param name="normalizer">Rewrites the text first.</param>
    /// <param name="specialTokens">Tokens that are recognised if a piece of text equals them.</param>
    /// <param name="unknownToken">The token for characters that are not in the vocabulary.</param>
    /// <param name="continuingSubwordPrefix">What the vocabulary writes before a symbol that does not begin a word.</param>
    /// <param name="endOfWordSuffix">What the vocabulary writes after a symbol that ends a word.</param>
    /// <param name="fuseUnknownTokens">Whether neighbouring unknown characters become one token.</param>
    /// <exception cref="InvalidOperationException">A file is not what it should be.</exception>
    public static BpeTokenizer Create(string vocabFile, string? mergesFile, PreTokenizer? preTokenizer = null, Normalizer? normalizer = null,
        IReadOnlyDictionary<string, int>? specialTokens = null, string? unknownToken = null, string? continuingSubwordPrefix = null,
        string? endOfWordSuffix = null, bool fuseUnknownTokens = false)
    {
        ArgumentNullException.ThrowIfNull(vocabFile);
        using FileStream vocabulary = File.OpenRead(vocabFile);
        using FileStream? merges = mergesFile is null ? null : File.OpenRead(mergesFile);
        return Create(vocabulary, merges, preTokenizer, normalizer, specialTokens, unknownToken, continuingSubwordPrefix, endOfWordSuffix, fuseUnknownTokens);
    }

    /// <summary>Makes a tokenizer of words and runs of other characters; white space is dropped.</summary>
    /// <param name="vocabStream">The vocabulary, a JSON object.</param>
    /// <param name="mergesStream">The merges, one per line, or null.</param>
    /// <exception cref="InvalidOperationException">A stream is not what it should be.</exception>
    public static BpeTokenizer Create(Stream vocabStream, Stream? mergesStream) => Create(vocabStream, mergesStream, preTokenizer: null);

    /// <summary>Makes a tokenizer of characters; for one of bytes, as GPT-2's, use <see cref="Create(BpeOptions)"/>.</summary>
    /// <param name="vocabStream">The vocabulary, a JSON object.</param>
    /// <param name="mergesStream">The merges, one per line, or null.</param>
    /// <param name="preTokenizer">Splits the text. Default <see cref="PreTokenizer.CreateWordOrNonWord"/>.</param>
    /// <param name="normalizer">Rewrites the text first.</param>
    /// <param name="specialTokens">Tokens that are recognised if a piece of text equals them.</param>
    /// <param name="unknownToken">The token for characters that are not in the vocabulary.</param>
    /// <param name="continuingSubwordPrefix">What the vocabulary writes before a symbol that does not begin a word.</param>
    /// <param name="endOfWordSuffix">What the vocabulary writes after a symbol that ends a word.</param>
    /// <param name="fuseUnknownTokens">Whether neighbouring unknown characters become one token.</param>
    /// <exception cref="InvalidOperationException">A stream is not what it should be.</exception>
    public static BpeTokenizer Create(Stream vocabStream, Stream? mergesStream, PreTokenizer? preTokenizer = null, Normalizer? normalizer = null,
        IReadOnlyDictionary<string, int>? specialTokens = null, string? unknownToken = null, string? continuingSubwordPrefix = null,
        string? endOfWordSuffix = null, bool fuseUnknownTokens = false)
    {
        ArgumentNullException.ThrowIfNull(vocabStream);
        return Create(new BpeOptions(BpeFiles.ReadVocabulary(vocabStream))
        {
            Merges = mergesStream is null ? null : BpeFiles.ReadMerges(mergesStream),
            PreTokenizer = preTokenizer,
            Normalizer = normalizer,
            SpecialTokens = specialTokens,
            UnknownToken = unknownToken,
            ContinuingSubwordPrefix = continuingSubwordPrefix,
            EndOfWordSuffix = endOfWordSuffix,
            FuseUnknownTokens = fuseUnknownTokens,
        });
    }

    /// <summary>Makes a tokenizer.</summary>
    /// <param name="options">What it is made of.</param>
    /// <exception cref="InvalidOperationException">Vocabulary, merges and tokens do not fit together.</exception>
    public static BpeTokenizer Create(BpeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new BpeTokenizer(options);
    }

    /// <summary>Turns token numbers into text, special tokens included. Bytes that are not UTF-8 become U+FFFD.</summary>
    /// <param name="ids">The numbers; those that are in no vocabulary are left out.</param>
    public override string Decode(IEnumerable<int> ids) => Decode(ids, considerSpecialTokens: true);

    /// <summary>Turns token numbers into text. Bytes that are not UTF-8 become U+FFFD.</summary>
    /// <param name="ids">The numbers; those that are in no vocabulary are left out.</param>
    /// <param name="considerSpecialTokens">Whether special and unknown tokens are written.</param>
    public string Decode(IEnumerable<int> ids, bool considerSpecialTokens)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArrayBufferWriter<byte> bytes = new();
        foreach (int id in ids)
        {
            if (_bytes.TryGetValue(id, out byte[]? token) && (considerSpecialTokens || !IsSpecial(id)))
            {
                bytes.Write(token);
            }
        }

        string text = Encoding.UTF8.GetString(bytes.WrittenSpan);
        return EndsWithBlank && text.EndsWith(' ') ? text[..^1] : text;
    }

    /// <inheritdoc/>
    public override OperationStatus Decode(IEnumerable<int> ids, Span<char> destination, out int idsConsumed, out int charsWritten) =>
        Decode(ids, destination, considerSpecialTokens: true, out idsConsumed, out charsWritten);

    /// <summary>Turns token numbers into text.</summary>
    /// <param name="ids">The numbers.</param>
    /// <param name="destination">Takes the text.</param>
    /// <param name="considerSpecialTokens">Whether special and unknown tokens are written.</param>
    /// <param name="idsConsumed">How many numbers the written text stands for.</param>
    /// <param name="charsWritten">How many characters were written.</param>
    /// <returns>Done; DestinationTooSmall; or InvalidData at a number that is in no vocabulary or at bytes that are not UTF-8.</returns>
    public OperationStatus Decode(IEnumerable<int> ids, Span<char> destination, bool considerSpecialTokens, out int idsConsumed, out int charsWritten)
    {
        ArgumentNullException.ThrowIfNull(ids);
        Utf8Writer writer = new(destination);
        OperationStatus status = OperationStatus.Done;
        foreach (int id in ids)
        {
            byte[]? token = null;
            status = considerSpecialTokens || !IsSpecial(id)
                ? _bytes.TryGetValue(id, out token) ? writer.Write(token) : OperationStatus.InvalidData
                : writer.Write([]);
            if (status != OperationStatus.Done)
            {
                break;
            }
        }

        (idsConsumed, charsWritten) = (writer.IdsConsumed, writer.CharsWritten);
        return status;
    }

    /// <inheritdoc/>
    protected override EncodeResults<EncodedToken> EncodeToTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings) =>
        _pipeline.EncodeToTokens(text, textSpan, settings);

    /// <inheritdoc/>
    protected override EncodeResults<int> EncodeToIds(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings) =>
        _pipeline.EncodeToIds(text, textSpan, settings);

    /// <inheritdoc/>
    protected override int CountTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings) =>
        _pipeline.CountTokens(text, textSpan, settings);

    // A suffix at the end of a word is the blank between words.
    private bool EndsWithBlank => !ByteLevel && !string.IsNullOrEmpty(EndOfWordSuffix);

    private bool IsSpecial(int id) => _specialIds.Contains(id) || id == _unknownId;

    private EncodedToken Mark(string role, string token)
    {
        int id = 0;
        if (!_vocabulary.TryGetValue(token, out id) && SpecialTokens?.TryGetValue(token, out id) is not true)
        {
            Throw.TokenNotInVocabulary(role, token);
        }

        return new EncodedToken(id, token, default);
    }

    private byte[] TokenBytes(KeyValuePair<int, string> entry)
    {
        if (_specialIds.Contains(entry.Key))
        {
            return Encoding.UTF8.GetBytes(entry.Value);
        }

        string token = entry.Value;
        bool endsWord = !string.IsNullOrEmpty(EndOfWordSuffix) && token.EndsWith(EndOfWordSuffix, StringComparison.Ordinal);
        token = endsWord ? token[..^EndOfWordSuffix!.Length] : token;
        bool continues = !string.IsNullOrEmpty(ContinuingSubwordPrefix) && token.StartsWith(ContinuingSubwordPrefix, StringComparison.Ordinal);
        token = continues ? token[ContinuingSubwordPrefix!.Length..] : token;
        return ByteLevel ? ByteAlphabet.Bytes(token) : Encoding.UTF8.GetBytes(endsWord ? token + ' ' : token);
    }
}
