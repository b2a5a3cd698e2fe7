using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace DataWorth.Language.Tokenizers;

/// <summary>Vocabularies of llama2.c as models of SentencePiece.</summary>
/// <remarks>int32: bytes of the longest token. Then, for each token: float32 score, int32 number of bytes, the bytes. Token 0 is unknown, 1
/// the beginning, 2 the end, 3 to 258 are single bytes.</remarks>
internal static class Llama2cVocabulary
{
    private const int FirstByte = 3;
    private const int HeaderSize = sizeof(float) + sizeof(int);

    /// <summary>The model as a protocol buffer (sentencepiece_model.proto).</summary>
    /// <exception cref="InvalidDataException">The file is no vocabulary of llama2.c.</exception>
    public static byte[] ToSentencePiece(string path)
    {
        var content = File.ReadAllBytes(path);
        using MemoryStream model = new();
        var id = 0;
        for (var place = sizeof(int); place < content.Length; id++)
        {
            var length =
                place + HeaderSize <= content.Length ? BinaryPrimitives.ReadInt32LittleEndian(content.AsSpan(place + sizeof(float))) : -1;
            if (length < 0 || length > content.Length - place - HeaderSize)
            {
                Throw.BadTokenizer(path, $"ends within token {id}", "a vocabulary of llama2.c");
            }

            var score = content.AsSpan(place, sizeof(float)).ToArray();
            var text = content.AsSpan(place + HeaderSize, length).ToArray();
            if (id is 1 or 2)
            {
                text = id == 1 ? "<s>"u8.ToArray() : "</s>"u8.ToArray();
            }
            else if (id > FirstByte + byte.MaxValue)
            {
                text = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text).Replace(' ', '▁'));
            }

            // SentencePiece { piece = 1, score = 2, type = 3 }: unknown 2, control 3, byte 6, normal 1.
            var type =
                id == 0 ? (byte)2
                : id < FirstByte ? (byte)3
                : id <= FirstByte + byte.MaxValue ? (byte)6
                : (byte)1;
            Field(model, 1, [0x0A, .. Varint(text.Length), .. text, 0x15, .. score, 0x18, type]);
            place += HeaderSize + length;
        }

        if (id <= FirstByte + byte.MaxValue)
        {
            Throw.BadTokenizer(path, $"has {id} tokens", $"a vocabulary of llama2.c, of more than {FirstByte + byte.MaxValue}");
        }

        // TrainerSpec { model_type = 3: BPE 2, byte_fallback = 35, unk_id = 40, bos_id = 41, eos_id = 42 }.
        Field(model, 2, [0x18, 2, 0x98, 0x02, 1, 0xC0, 0x02, 0, 0xC8, 0x02, 1, 0xD0, 0x02, 2]);
        // NormalizerSpec { name = 1, add_dummy_prefix = 3, remove_extra_whitespaces = 4, escape_whitespaces = 5 }.
        Field(model, 3, [0x0A, 8, .. "identity"u8, 0x18, 1, 0x20, 0, 0x28, 1]);
        return model.ToArray();
    }

    /// <summary>The byte of a token such as '&lt;0x0A&gt;'; null for others.</summary>
    public static byte? ByteOf(string piece) =>
        piece is ['<', '0', 'x', _, _, '>']
        && byte.TryParse(piece.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    private static void Field(MemoryStream model, int number, ReadOnlySpan<byte> message)
    {
        model.WriteByte((byte)((number << 3) | 2));
        model.Write(Varint(message.Length));
        model.Write(message);
    }

    private static byte[] Varint(int value)
    {
        List<byte> bytes = [];
        for (; value > 0x7F; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        return [.. bytes, (byte)value];
    }
}
