using System.Buffers;
using System.Text;

namespace Microsoft.ML.Tokenizers;

/// <summary>The tokenizer of a SentencePiece model, of the kind BPE or unigram.</summary>
public class SentencePieceTokenizer : Tokenizer
{
    private readonly SentencePieceModel _model;
    private readonly PieceSegmenter _segmenter;
    private readonly SpecialTokenFinder? _finder;
    private readonly Dictionary<int, string> _specialTexts;
    private readonly Dictionary<string, int> _vocabulary = new(StringComparer.Ordinal);
    private readonly int[] _byteIds = new int[256];
    private readonly Dictionary<int, byte> _byteValues = [];

    internal SentencePieceTokenizer(SentencePieceModel model, bool addBeginning, bool addEnd, IReadOnlyDictionary<string, int>? specialTokens)
    {
        if (model.Kind is not (ModelKind.Bpe or ModelKind.Unigram))
        {
            Throw.UnsupportedModel(model.Kind.ToString());
        }

        _model = model;
        _segmenter = model.Kind == ModelKind.Bpe ? new BpeSegmenter(model.Pieces) : new UnigramSegmenter(model.Pieces);
        _finder = SpecialTokenFinder.Create(specialTokens);
        Normalizer = new SentencePieceNormalizer(model);
        (AddBeginningOfSentence, AddEndOfSentence, SpecialTokens) = (addBeginning, addEnd, specialTokens);
        _specialTexts = specialTokens?.ToDictionary(token => token.Value, token => token.Key) ?? [];
        _specialTexts.TryAdd(BeginningOfSentenceId, BeginningOfSentenceToken);
        _specialTexts.TryAdd(EndOfSentenceId, EndOfSentenceToken);
        _specialTexts.TryAdd(UnknownId, UnknownToken);
        Array.Fill(_byteIds, -1);
        for (int id = 0; id < model.Pieces.Count; id++)
        {
            Piece piece = model.Pieces[id];
            _vocabulary[piece.Text] = id;
            if (piece.Kind == PieceKind.Byte && piece.Text.Length == 6 && byte.TryParse(piece.Text.AsSpan(3, 2), System.Globalization.NumberStyles.HexNumber, null, out byte value))
            {
                _byteIds[value] = id;
                _byteValues[id] = value;
            }
        }
    }

    /// <inheritdoc/>
    public override Normalizer? Normalizer { get; }

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
        return [.. Encode(text, considerNormalization, addBeginningOfSentence, addEndOfSentence, out _).Select(token => token.Id)];
    }

    /// <summary>Turns token numbers into text; the model's own and special tokens are left out. Bytes that are not UTF-8 become U+FFFD.</summary>
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
            if (TryGetBytes(id, considerSpecialTokens, ref first, out byte[] token))
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
            status = TryGetBytes(id, considerSpecialTokens: false, ref first, out byte[] token) ? writer.Write(token) : OperationStatus.InvalidData;
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
        List<EncodedToken> tokens = Encode(text ?? textSpan, settings.ConsiderNormalization, AddBeginningOfSentence, AddEndOfSentence, out string? normalizedText);
        return new EncodeResults<EncodedToken>
        {
            Tokens = tokens,
            NormalizedText = normalizedText,
            CharsConsumed = (normalizedText ?? text ?? textSpan).Length,
        };
    }

    private List<EncodedToken> Encode(ReadOnlySpan<char> text, bool normalize, bool addBeginning, bool addEnd, out string? normalizedText)
    {
        List<EncodedToken> tokens = [];
        normalizedText = null;
        if (text.IsEmpty)
        {
            return tokens;
        }

        ReadOnlySpan<char> rest = normalize ? normalizedText = NormalizeAroundSpecialTokens(text) : text;
        if (addBeginning && BeginningOfSentenceId >= 0)
        {
            tokens.Add(new EncodedToken(BeginningOfSentenceId, BeginningOfSentenceToken, new Range(0, 0)));
        }

        List<Segment> segments = [];
        int start = 0;
        while (_finder is not null && _finder.TryFind(rest, start, out int offset, out int length))
        {
            AddSegments(rest, start, offset, segments, tokens);
            string special = rest.Slice(offset, length).ToString();
            tokens.Add(new EncodedToken(SpecialTokens![special], special, new Range(offset, offset + length)));
            start = offset + length;
        }

        AddSegments(rest, start, rest.Length, segments, tokens);
        if (addEnd && EndOfSentenceId >= 0)
        {
            tokens.Add(new EncodedToken(EndOfSentenceId, EndOfSentenceToken, new Range(rest.Length, rest.Length)));
        }

        return tokens;
    }

    // Special tokens stay as they are, and what lies between them is normalised as a text of its own.
    private string NormalizeAroundSpecialTokens(ReadOnlySpan<char> text)
    {
        if (_finder is null)
        {
            return Normalizer!.Normalize(text);
        }

        StringBuilder normalized = new(text.Length + 8);
        int start = 0;
        while (_finder.TryFind(text, start, out int offset, out int length))
        {
            normalized.Append(Normalizer!.Normalize(text[start..offset])).Append(text.Slice(offset, length));
            start = offset + length;
        }

        return normalized.Append(Normalizer!.Normalize(text[start..])).ToString();
    }

    private void AddSegments(ReadOnlySpan<char> text, int start, int end, List<Segment> segments, List<EncodedToken> tokens)
    {
        segments.Clear();
        _segmenter.Segment(text[start..end], start, segments);
        bool afterUnknown = false;
        foreach (Segment segment in segments)
        {
            if (segment.Id >= 0)
            {
                tokens.Add(new EncodedToken(segment.Id, _model.Pieces[segment.Id].Text, new Range(segment.Start, segment.End)));
            }
            else if (ByteFallback)
            {
                AddBytes(text, segment, tokens);
            }
            else if (afterUnknown)
            {
                // Neighbouring unknown characters are one token.
                Range place = new(tokens[^1].Offset.Start, segment.End);
                tokens[^1] = new EncodedToken(UnknownId, text[place].ToString(), place);
            }
            else
            {
                tokens.Add(new EncodedToken(UnknownId, text[segment.Start..segment.End].ToString(), new Range(segment.Start, segment.End)));
            }

            afterUnknown = segment.Id < 0;
        }
    }

    private void AddBytes(ReadOnlySpan<char> text, Segment segment, List<EncodedToken> tokens)
    {
        Span<byte> utf8 = stackalloc byte[4];
        Rune.DecodeFromUtf16(text[segment.Start..segment.End], out Rune rune, out _);
        int length = rune.EncodeToUtf8(utf8);
        for (int index = 0; index < length; index++)
        {
            int id = _byteIds[utf8[index]] >= 0 ? _byteIds[utf8[index]] : UnknownId;
            Range place = new(segment.Start, index + 1 == length ? segment.End : segment.Start);
            tokens.Add(new EncodedToken(id, _model.Pieces[id].Text, place));
        }
    }

    private bool TryGetBytes(int id, bool considerSpecialTokens, ref bool first, out byte[] bytes)
    {
        bytes = [];
        if (_specialTexts.TryGetValue(id, out string? special))
        {
            bytes = considerSpecialTokens ? Encoding.UTF8.GetBytes(special) : [];
            return true;
        }

        if ((uint)id >= (uint)_model.Pieces.Count)
        {
            return false;
        }

        if (_byteValues.TryGetValue(id, out byte value))
        {
            (bytes, first) = ([value], false);
            return true;
        }

        string piece = _model.Pieces[id].Kind == PieceKind.Control ? "" : _model.Pieces[id].Text;
        piece = EscapeWhiteSpaces ? piece.Replace(SentencePieceNormalizer.Blank, ' ') : piece;
        piece = first && AddDummyPrefix && !TreatWhitespaceAsSuffix && piece.StartsWith(' ') ? piece[1..] : piece;
        first &= piece.Length == 0 && _model.Pieces[id].Kind == PieceKind.Control;
        bytes = Encoding.UTF8.GetBytes(piece);
        return true;
    }
}
