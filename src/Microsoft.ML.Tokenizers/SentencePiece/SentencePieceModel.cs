namespace Microsoft.ML.Tokenizers;

/// <summary>The content of a '.model' file, a message ModelProto of sentencepiece_model.proto; absent fields have the defaults given
/// there.</summary>
internal sealed class SentencePieceModel
{
    internal List<Piece> Pieces { get; } = [];

    internal ModelKind Kind { get; private set; } = ModelKind.Unigram;

    internal bool TreatWhitespaceAsSuffix { get; private set; }

    internal bool ByteFallback { get; private set; }

    internal int UnknownId { get; private set; }

    internal int BeginningId { get; private set; } = 1;

    internal int EndId { get; private set; } = 2;

    internal string UnknownPiece { get; private set; } = "<unk>";

    internal string BeginningPiece { get; private set; } = "<s>";

    internal string EndPiece { get; private set; } = "</s>";

    internal byte[] CharacterMap { get; private set; } = [];

    internal bool AddDummyPrefix { get; private set; } = true;

    internal bool RemoveExtraWhitespaces { get; private set; } = true;

    internal bool EscapeWhitespaces { get; private set; } = true;

    internal static SentencePieceModel Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        SentencePieceModel model = new();
        ProtobufReader reader = new(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1:
                    model.Pieces.Add(ReadPiece(reader.Bytes));
                    break;
                case 2:
                    model.ReadTrainer(reader.Bytes);
                    break;
                case 3:
                    model.ReadNormalizer(reader.Bytes);
                    break;
            }
        }

        if (model.Pieces.Count == 0)
        {
            Throw.BadModel("it has no pieces");
        }

        if ((uint)model.UnknownId >= (uint)model.Pieces.Count || model.BeginningId >= model.Pieces.Count || model.EndId >= model.Pieces.Count)
        {
            Throw.BadModel($"a special token has a number outside its {model.Pieces.Count} pieces");
        }

        return model;
    }

    private static Piece ReadPiece(ReadOnlySpan<byte> message)
    {
        Piece piece = new("", 0, PieceKind.Normal);
        ProtobufReader reader = new(message);
        while (reader.Read())
        {
            piece = reader.Field switch
            {
                1 => piece with { Text = reader.Text },
                2 => piece with { Score = reader.Single },
                3 => piece with { Kind = (PieceKind)reader.Int32 },
                _ => piece,
            };
        }

        return piece;
    }

    private void ReadTrainer(ReadOnlySpan<byte> message)
    {
        ProtobufReader reader = new(message);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 3:
                    Kind = (ModelKind)reader.Int32;
                    break;
                case 24:
                    TreatWhitespaceAsSuffix = reader.Boolean;
                    break;
                case 35:
                    ByteFallback = reader.Boolean;
                    break;
                case 40:
                    UnknownId = reader.Int32;
                    break;
                case 41:
                    BeginningId = reader.Int32;
                    break;
                case 42:
                    EndId = reader.Int32;
                    break;
                case 45:
                    UnknownPiece = reader.Text;
                    break;
                case 46:
                    BeginningPiece = reader.Text;
                    break;
                case 47:
                    EndPiece = reader.Text;
                    break;
            }
        }
    }

    private void ReadNormalizer(ReadOnlySpan<byte> message)
    {
        ProtobufReader reader = new(message);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 2:
                    CharacterMap = reader.Bytes.ToArray();
                    break;
                case 3:
                    AddDummyPrefix = reader.Boolean;
                    break;
                case 4:
                    RemoveExtraWhitespaces = reader.Boolean;
                    break;
                case 5:
                    EscapeWhitespaces = reader.Boolean;
                    break;
            }
        }
    }
}
