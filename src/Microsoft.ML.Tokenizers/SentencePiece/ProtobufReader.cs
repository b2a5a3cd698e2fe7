using System.Buffers.Binary;
using System.Text;

namespace Microsoft.ML.Tokenizers;

/// <summary>Reads the fields of a Protocol Buffers message, as far as SentencePiece models need them.</summary>
/// <remarks>A field is a key (field number · 8 + wire type, a varint) and a value: wire type 0 a varint, 1 eight bytes, 2 a length
/// (varint) and so many
/// bytes, 5 four bytes.</remarks>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;
    private int _wireType;

    /// <summary>The number of the field just read.</summary>
    internal int Field { get; private set; }

    /// <summary>The value of a varint field.</summary>
    internal ulong Number { get; private set; }

    /// <summary>The value of a field of bytes.</summary>
    internal ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>The value of a field of text.</summary>
    internal readonly string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>The value of a float32 field.</summary>
    internal readonly float Single => _wireType == 5 ? BinaryPrimitives.ReadSingleLittleEndian(Bytes) : 0;

    /// <summary>The value of a signed 32-bit field.</summary>
    internal readonly int Int32 => (int)Number;

    /// <summary>The value of a truth field.</summary>
    internal readonly bool Boolean => Number != 0;

    /// <summary>Goes to the next field; false at the end of the message.</summary>
    internal bool Read()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        ulong key = ReadVarint();
        (Field, _wireType, Number) = ((int)(key >> 3), (int)(key & 7), 0);
        Bytes = default;
        switch (_wireType)
        {
            case 0:
                Number = ReadVarint();
                break;
            case 1:
                Bytes = Take(8);
                break;
            case 2:
                Bytes = Take(ReadVarint());
                break;
            case 5:
                Bytes = Take(4);
                break;
            default:
                Throw.BadModel($"a field of the unknown wire type {_wireType}");
                break;
        }

        return true;
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_rest.Length)
        {
            Throw.BadModel($"a field of {length} bytes where only {_rest.Length} are left");
        }

        ReadOnlySpan<byte> bytes = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return bytes;
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (int index = 0; index < 10 && index < _rest.Length; index++)
        {
            value |= (ulong)(_rest[index] & 0x7F) << (7 * index);
            if (_rest[index] < 0x80)
            {
                _rest = _rest[(index + 1)..];
                return value;
            }
        }

        Throw.BadModel("a number that does not end");
        return 0;
    }
}
