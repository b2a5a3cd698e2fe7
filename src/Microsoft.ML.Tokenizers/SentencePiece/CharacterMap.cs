using System.Buffers.Binary;

namespace Microsoft.ML.Tokenizers;

/// <summary>The table of a SentencePiece model that rewrites character sequences (NFKC and the like).</summary>
/// <remarks>
/// Layout, little-endian: 32 bits, the size of the trie in bytes; the trie, a double array of 32-bit units; then the replacements, each
/// ending with a
/// zero byte. A unit has its label in bits 0-7 and 31, 'has a value' in bit 8, and the offset to its children in bits 10-30, times 256 if
/// bit 9 is set; the
/// unit of a value has it in bits 0-30: the place of the replacement.
/// </remarks>
internal sealed class CharacterMap
{
    private const uint LabelMask = 0x800000FF;

    private readonly uint[] _units;
    private readonly byte[] _replacements;

    internal CharacterMap(byte[] blob)
    {
        uint size = blob.Length < 4 ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(blob);
        if (size % 4 != 0 || size > blob.Length - 4)
        {
            Throw.BadModel("its table of character replacements is damaged");
        }

        _units = new uint[size / 4];
        for (int unit = 0; unit < _units.Length; unit++)
        {
            _units[unit] = BinaryPrimitives.ReadUInt32LittleEndian(blob.AsSpan(4 + (4 * unit)));
        }

        _replacements = blob[(4 + (int)size)..];
    }

    /// <summary>The longest prefix that has a replacement.</summary>
    /// <returns>Its length in bytes, 0 if there is none.</returns>
    internal int FindLongest(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> replacement)
    {
        replacement = default;
        int longest = 0;
        uint place = _units.Length == 0 ? 0 : Offset(_units[0]);
        for (int length = 0; length < text.Length; length++)
        {
            place ^= text[length];
            if (place >= (uint)_units.Length || (_units[place] & LabelMask) != text[length])
            {
                break;
            }

            uint unit = _units[place];
            place ^= Offset(unit);
            if ((unit & 0x100) != 0 && place < (uint)_units.Length)
            {
                longest = length + 1;
                replacement = Replacement((int)(_units[place] & 0x7FFFFFFF));
            }
        }

        return longest;
    }

    private static uint Offset(uint unit) => unit >> 10 << (int)((unit & 0x200) >> 6);

    private ReadOnlySpan<byte> Replacement(int start)
    {
        ReadOnlySpan<byte> rest = _replacements.AsSpan(Math.Min(start, _replacements.Length));
        int end = rest.IndexOf((byte)0);
        return end < 0 ? rest : rest[..end];
    }
}
