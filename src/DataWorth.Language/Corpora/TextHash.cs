using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace DataWorth.Language.Corpora;

/// <summary>128 bits by which texts are compared without keeping them.</summary>
internal static class TextHash
{
    public static UInt128 Of(string text) =>
        BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan())));
}
