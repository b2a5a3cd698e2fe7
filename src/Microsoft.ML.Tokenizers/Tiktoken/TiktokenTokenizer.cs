using System.Buffers;
using System.Text;

namespace Microsoft.ML.Tokenizers;

/// <summary>The byte pair encoding of a .tiktoken file: neighbours are merged whose bytes together have the lowest rank.</summary>
public sealed partial class TiktokenTokenizer : Tokenizer
{
    private const int DefaultCacheSize = 8192;

    private readonly Dictionary<int, byte[]> _bytes;
    private readonly TiktokenWordEncoder _encoder;
    private readonly WordPipeline _pipeline;

    private TiktokenTokenizer(Stream stream, PreTokenizer? preTokenizer, Normalizer? normalizer, IReadOnlyDictionary<string, int>? specialTokens)
    {
        (PreTokenizer, Normalizer, SpecialTokens) = (preTokenizer, normalizer, specialTokens);
        _bytes = TiktokenFile.Read(stream);
        _encoder = new TiktokenWordEncoder(_bytes);
        foreach ((string token, int id) in specialTokens ?? new Dictionary<string, int>())
        {
            _bytes[id] = Encoding.UTF8.GetBytes(token);
        }

        _pipeline = new WordPipeline(_encoder, preTokenizer, normalizer, specialTokens, null, null);
    }

    /// <inheritdoc/>
    public override PreTokenizer? PreTokenizer { get; }

    /// <inheritdoc/>
    public override Normalizer? Normalizer { get; }

    /// <summary>The special tokens and their numbers, or null.</summary>
    public IReadOnlyDictionary<string, int>? SpecialTokens { get; }

    /// <summary>Makes a tokenizer from a file.</summary>
    /// <param name="vocabFilePath">The .tiktoken file.</param>
    /// <param name="preTokenizer">Splits the text; null encodes it as one piece.</param>
    /// <param name="normalizer">Rewrites the text first.</param>
    /// <param name="specialTokens">Tokens that are recognised if a piece of text equals them.</param>
    /// <param name="cacheSize">Accepted for compatibility: the cache of words has a fixed size of 65,536.</param>
    /// <exception cref="InvalidOperationException">The file is not a .tiktoken file.</exception>
    public static TiktokenTokenizer Create(string vocabFilePath, PreTokenizer? preTokenizer, Normalizer? normalizer,
        IReadOnlyDictionary<string, int>? specialTokens = null, int cacheSize = DefaultCacheSize)
    {
        ArgumentNullException.ThrowIfNull(vocabFilePath);
        using FileStream stream = File.OpenRead(vocabFilePath);
        return Create(stream, preTokenizer, normalizer, specialTokens, cacheSize);
    }

    /// <summary>Makes a tokenizer from a stream.</summary>
    /// <param name="vocabStream">The content of a .tiktoken file.</param>
    /// <param name="preTokenizer">Splits the text; null encodes it as one piece.</param>
    /// <param name="normalizer">Rewrites the text first.</param>
    /// <param name="specialTokens">Tokens that are recognised if a piece of text equals them.</param>
    /// <param name="cacheSize">Accepted for compatibility: the cache of words has a fixed size of 65,536.</param>
    /// <exception cref="InvalidOperationException">The stream is not a .tiktoken file.</exception>
    public static TiktokenTokenizer Create(Stream vocabStream, PreTokenizer? preTokenizer, Normalizer? normalizer,
        IReadOnlyDictionary<string, int>? specialTokens = null, int cacheSize = DefaultCacheSize)
    {
        ArgumentNullException.ThrowIfNull(vocabStream);
        _ = cacheSize;
        return new TiktokenTokenizer(vocabStream, preTokenizer, normalizer, specialTokens);
    }

    /// <summary>Turns token numbers into text. Bytes that are not UTF-8 become U+FFFD.</summary>
    /// <param name="ids">The numbers; those that are in no vocabulary are left out.</param>
    public override string Decode(IEnumerable<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArrayBufferWriter<byte> bytes = new();
        foreach (int id in ids)
        {
            if (_bytes.TryGetValue(id, out byte[]? token))
            {
                bytes.Write(token);
            }
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <inheritdoc/>
    public override OperationStatus Decode(IEnumerable<int> ids, Span<char> destination, out int idsConsumed, out int charsWritten)
    {
        ArgumentNullException.ThrowIfNull(ids);
        Utf8Writer writer = new(destination);
        OperationStatus status = OperationStatus.Done;
        foreach (int id in ids)
        {
            status = _bytes.TryGetValue(id, out byte[]? token) ? writer.Write(token) : OperationStatus.InvalidData;
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
}
