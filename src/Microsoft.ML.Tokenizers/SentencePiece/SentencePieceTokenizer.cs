using System.Buffers;
using System.Text;

namespace Microsoft.ML.Tokenizers;

/// <summary>The tokenizer of a SentencePiece model, of the kind BPE or unigram.</summary>
public class SentencePieceTokenizer : Tokenizer
{
    private readonly SentencePieceModel _model;
    private readonly PieceEncoder _encoder;
    private readonly PieceDecoder _decoder;
    private readonly Dictionary<string, int> _vocabulary = new(StringComparer.Ordinal);

    internal SentencePieceTokenizer(SentencePieceModel model, bool addBeginning, bool addEnd, IReadOnlyDictionary<string, int>? specialTokens)
    {
        if (model.Kind is not (ModelKind.Bpe or ModelKind.Unigram))
        {
            Throw.UnsupportedModel(model.Kind.ToString());
        }

        _model = model;
        _encoder = new PieceEncoder(model, specialTokens);
        _decoder = new PieceDecoder(model, specialTokens);
        (AddBeginningOfSentence, AddEndOfSentence, SpecialTokens) = (addBeginning, addEnd, specialTokens);
        for (int id = 0; id < model.Pieces.Count; id++)
        {
            _vocabulary[model.Pieces[id].Text] = id;
        }
    }

    /// <inheritdoc/>
    public override Normalizer? Normalizer => _encoder.Normalizer;

    /// <summary>The pieces and their numbers.</summary>
    public IReadOnlyDictionary<string, int> Vocabulary => _vocabulary;

    /// <summary>Tokens besides the model's own and their numbers, or null.</summary>
    public IReadOnlyDictionary<string, int>? SpecialTokens { get; }

    /// <summary>Whether every text begins with <see cref="BeginningOfSentenceId"/>.</summary>
    public bool AddBeginningOfSentence { get; }

    /// <summary>Whether every text ends with <see cref="EndOfSentenceId"/>.</summary>
    public bool AddEndOfSentence { get; }

    /// <summary>The number of the token before a text, or -1.</summary>
    public int BeginningOfSentenceId => _model.BeginningId;

    /// <summary>The number of the token after a text, or -1.</summary>
    public int EndOfSentenceId => _model.EndId;

    /// <summary>The number of the token for characters that are no pieces.</summary>
    public int UnknownId => _model.UnknownId;

    /// <summary>The token before a text.</summary>
    public string BeginningOfSentenceToken => _model.BeginningPiece;

    /// <summary>The token after a text.</summary>
    public string EndOfSentenceToken => _model.EndPiece;

    /// <summary>The token for characters that are no pieces.</summary>
    public string UnknownToken => _model.UnknownPiece;

    /// <summary>Whether a character that is no piece is encoded as the pieces of its UTF-8 bytes.</summary>
    public bool ByteFallback => _model.ByteFallback;

    /// <summary>Whether a blank is put before every text.</summary>
    public bool AddDummyPrefix => _model.AddDummyPrefix;

    /// <summary>Whether blanks are written as U+2581.</summary>
    public bool EscapeWhiteSpaces => _model.EscapeWhitespaces;

    /// <summary>Whether the blank of a word stands after it.</summary>
    public bool TreatWhitespaceAsSuffix => _model.TreatWhitespaceAsSuffix;

    /// <summary>Reads a model.</summary>
    /// <param name="modelStream">The content of a '.model' file.</param>
    /// <param name="addBeginningOfSentence">Whether every text begins with its token. Default true.</param>
    /// <param name="addEndOfSentence">Whether every text ends with its token. Default false.</param>
    /// <param name="specialTokens">Tokens that are recognised in the text besides the model's own.</param>
    /// <exception cref="InvalidDataException">The stream is not a SentencePiece model.</exception>
    /// <exception cref="ArgumentException">The model is neither BPE nor unigram.</exception>
    public static SentencePieceTokenizer Create(Stream modelStream, bool addBeginningOfSentence = true, bool addEndOfSentence = false,
        IReadOnlyDictionary<string, int>? specialTokens = null) =>
        new(SentencePieceModel.Read(modelStream), addBeginningOfSentence, addEndOfSentence, specialTokens);

    /// <summary>Encodes text as token numbers.</summary>
    /// <param name="text">The text.</param>
    /// <param name="addBeginningOfSentence">Whether the tokens begin with <see cref="BeginningOfSentenceId"/>.</param>
    /// <param name="addEndOfSentence">Whether the tokens end with <see cref="EndOfSentenceId"/>.</param>
    /// <param name="considerPreTokenization">Without effect: there is no pre-tokenizer.</param>
    /// <param name="considerNormalization">Whether the text is normalised. Default true.</param>
    public IReadOnlyList<int> EncodeToIds(string text, bool addBeginningOfSentence, bool addEndOfSentence, bool considerPreTokenization = true,
        bool considerNormalization = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        return
            [.. _encoder.Encode(text, considerNormalization, addBeginningOfSentence, addEndOfSentence, out _).Select(token => token.Id)];
    }

    /// <summary>Turns token numbers into text; the model's own and special tokens are left out. Bytes that are not UTF-8 become
    /// U+FFFD.</summary>
    /// <param name="ids">The numbers; those that are in no vocabulary are left out.</param>
    public override string Decode(IEnumerable<int> ids) => Decode(ids, considerSpecialTokens: false);

    /// <summary>Turns token numbers into text. Bytes that are not UTF-8 become U+FFFD.</summary>
    /// <param name="ids">The numbers; those that are in no vocabulary are left out.</param>
    /// <param name="considerSpecialTokens">Whether the model's own and special tokens are written.</param>
    public string Decode(IEnumerable<int> ids, bool considerSpecialTokens)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArrayBufferWriter<byte> bytes = new();
        bool first = true;
        foreach (int id in ids)
        {
            if (_decoder.TryGetBytes(id, considerSpecialTokens, ref first, out byte[] token))
            {
                bytes.Write(token);
            }
        }

        string text = Encoding.UTF8.GetString(bytes.WrittenSpan);
        return AddDummyPrefix && TreatWhitespaceAsSuffix && text.EndsWith(' ') ? text[..^1] : text;
    }

    /// <inheritdoc/>
    public override OperationStatus Decode(IEnumerable<int> ids, Span<char> destination, out int idsConsumed, out int charsWritten)
    {
        ArgumentNullException.ThrowIfNull(ids);
        Utf8Writer writer = new(destination);
        OperationStatus status = OperationStatus.Done;
        bool first = true;
        foreach (int id in ids)
        {
            status = _decoder.TryGetBytes(id, considerSpecialTokens: false, ref first, out byte[] token)
                ? writer.Write(token)
                : OperationStatus.InvalidData;
            if (status != OperationStatus.Done)
            {
                break;
            }
        }

        (idsConsumed, charsWritten) = (writer.IdsConsumed, writer.CharsWritten);
        return status;
    }

    /// <inheritdoc/>
    protected override EncodeResults<EncodedToken> EncodeToTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        List<EncodedToken> tokens =
            _encoder.Encode(text ?? textSpan, settings.ConsiderNormalization, AddBeginningOfSentence, AddEndOfSentence, out string? normalizedText);
        return new EncodeResults<EncodedToken>
        {
            Tokens = tokens,
            NormalizedText = normalizedText,
            CharsConsumed = (normalizedText ?? text ?? textSpan).Length,
        };
    }
}
