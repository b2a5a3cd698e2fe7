using System.Text;

namespace Microsoft.ML.Tokenizers;

/// <summary>Tokens of a SentencePiece model to the bytes that they stand for.</summary>
internal sealed class PieceDecoder
{
    private readonly SentencePieceModel _model;
    private readonly Dictionary<int, string> _specialTexts;

    internal PieceDecoder(SentencePieceModel model, IReadOnlyDictionary<string, int>? specialTokens)
    {
        _model = model;
        _specialTexts = specialTokens?.ToDictionary(token => token.Value, token => token.Key) ?? [];
        _specialTexts.TryAdd(model.BeginningId, model.BeginningPiece);
        _specialTexts.TryAdd(model.EndId, model.EndPiece);
        _specialTexts.TryAdd(model.UnknownId, model.UnknownPiece);
    }

    /// <summary>The UTF-8 bytes that a token stands for; false if its number is in no vocabulary.</summary>
    /// <param name="id">The number.</param>
    /// <param name="considerSpecialTokens">Whether the model's own and special tokens stand for their text, else for nothing.</param>
    /// <param name="first">Whether no text has come yet: the blank put before every text is then left out.</param>
    /// <param name="bytes">The bytes.</param>
    internal bool TryGetBytes(int id, bool considerSpecialTokens, ref bool first, out byte[] bytes)
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

        if (_model.Pieces[id].TryGetByte(out byte value))
        {
            (bytes, first) = ([value], false);
            return true;
        }

        string piece = _model.Pieces[id].Kind == PieceKind.Control ? "" : _model.Pieces[id].Text;
        piece = _model.EscapeWhitespaces ? piece.Replace(SentencePieceNormalizer.Blank, ' ') : piece;
        piece = first && _model.AddDummyPrefix && !_model.TreatWhitespaceAsSuffix && piece.StartsWith(' ') ? piece[1..] : piece;
        first &= piece.Length == 0 && _model.Pieces[id].Kind == PieceKind.Control;
        bytes = Encoding.UTF8.GetBytes(piece);
        return true;
    }
}
