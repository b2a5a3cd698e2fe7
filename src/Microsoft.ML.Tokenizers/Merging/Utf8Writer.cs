using System.Buffers;
using System.Text;

namespace Microsoft.ML.Tokenizers;

/// <summary>Writes the UTF-8 bytes of tokens as characters; a character whose bytes are spread over tokens is written when its last byte
/// has come.</summary>
internal ref struct Utf8Writer(Span<char> destination)
{
    private readonly Span<char> _destination = destination;
    private int _position;
    private uint _pending;
    private int _pendingCount;
    private int _pendingIds;

    /// <summary>The characters written.</summary>
    internal int CharsWritten { get; private set; }

    /// <summary>The tokens whose characters are all written.</summary>
    internal int IdsConsumed { get; private set; }

    /// <summary>Writes the bytes of a token.</summary>
    internal OperationStatus Write(scoped ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            _pending |= (uint)value << (8 * _pendingCount++);
            Span<byte> utf8 = [(byte)_pending, (byte)(_pending >> 8), (byte)(_pending >> 16), (byte)(_pending >> 24)];
            OperationStatus status = Rune.DecodeFromUtf8(utf8[.._pendingCount], out Rune rune, out _);
            if (status == OperationStatus.NeedMoreData)
            {
                continue;
            }

            if (status != OperationStatus.Done)
            {
                return OperationStatus.InvalidData;
            }

            if (!rune.TryEncodeToUtf16(_destination[_position..], out int length))
            {
                return OperationStatus.DestinationTooSmall;
            }

            _position += length;
            (_pending, _pendingCount) = (0, 0);
        }

        // Nothing of a token counts until its last character is complete.
        _pendingIds++;
        if (_pendingCount == 0)
        {
            CharsWritten = _position;
            IdsConsumed += _pendingIds;
            _pendingIds = 0;
        }

        return OperationStatus.Done;
    }
}
