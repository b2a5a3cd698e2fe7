using System.Text;

namespace Microsoft.ML.Tokenizers;

/// <summary>Text to tokens of a SentencePiece model: normalise, cut at special tokens, segment, replace what is no piece.</summary>
internal sealed class PieceEncoder
{
    private readonly SentencePieceModel _model;
    private readonly PieceSegmenter _segmenter;
    private readonly SpecialTokenFinder? _finder;
    private readonly IReadOnlyDictionary<string, int>? _specialTokens;
    private readonly int[] _byteIds = new int[256];

    internal PieceEncoder(SentencePieceModel model, IReadOnlyDictionary<string, int>? specialTokens)
    {
        (_model, _specialTokens) = (model, specialTokens);
        _segmenter = model.Kind == ModelKind.Bpe ? new BpeSegmenter(model.Pieces) : new UnigramSegmenter(model.Pieces);
        _finder = SpecialTokenFinder.Create(specialTokens);
        Normalizer = new SentencePieceNormalizer(model);
        Array.Fill(_byteIds, -1);
        for (int id = 0; id < model.Pieces.Count; id++)
        {
            if (model.Pieces[id].TryGetByte(out byte value))
            {
                _byteIds[value] = id;
            }
        }
    }

    internal Normalizer Normalizer { get; }

    internal List<EncodedToken> Encode(ReadOnlySpan<char> text, bool normalize, bool addBeginning, bool addEnd, out string? normalizedText)
    {
        List<EncodedToken> tokens = [];
        normalizedText = null;
        if (text.IsEmpty)
        {
            return tokens;
        }

        ReadOnlySpan<char> rest = normalize ? normalizedText = NormalizeAroundSpecialTokens(text) : text;
        if (addBeginning && _model.BeginningId >= 0)
        {
            tokens.Add(new EncodedToken(_model.BeginningId, _model.BeginningPiece, new Range(0, 0)));
        }

        List<Segment> segments = [];
        int start = 0;
        while (_finder is not null && _finder.TryFind(rest, start, out int offset, out int length))
        {
            AddSegments(rest, start, offset, segments, tokens);
            string special = rest.Slice(offset, length).ToString();
            tokens.Add(new EncodedToken(_specialTokens![special], special, new Range(offset, offset + length)));
            start = offset + length;
        }

        AddSegments(rest, start, rest.Length, segments, tokens);
        if (addEnd && _model.EndId >= 0)
        {
            tokens.Add(new EncodedToken(_model.EndId, _model.EndPiece, new Range(rest.Length, rest.Length)));
        }

        return tokens;
    }

    // Special tokens stay as they are, and what lies between them is normalised as a text of its own.
    private string NormalizeAroundSpecialTokens(ReadOnlySpan<char> text)
    {
        if (_finder is null)
        {
            return Normalizer.Normalize(text);
        }

        StringBuilder normalized = new(text.Length + 8);
        int start = 0;
        while (_finder.TryFind(text, start, out int offset, out int length))
        {
            normalized.Append(Normalizer.Normalize(text[start..offset])).Append(text.Slice(offset, length));
            start = offset + length;
        }

        return normalized.Append(Normalizer.Normalize(text[start..])).ToString();
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
            else if (_model.ByteFallback)
            {
                AddBytes(text, segment, tokens);
            }
            else if (afterUnknown)
            {
                // Neighbouring unknown characters are one token.
                Range place = new(tokens[^1].Offset.Start, segment.End);
                tokens[^1] = new EncodedToken(_model.UnknownId, text[place].ToString(), place);
            }
            else
            {
                tokens.Add(new EncodedToken(_model.UnknownId, text[segment.Start..segment.End].ToString(), new Range(segment.Start, segment.End)));
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
            int id = _byteIds[utf8[index]] >= 0 ? _byteIds[utf8[index]] : _model.UnknownId;
            Range place = new(segment.Start, index + 1 == length ? segment.End : segment.Start);
            tokens.Add(new EncodedToken(id, _model.Pieces[id].Text, place));
        }
    }
}
