using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace DataWorth.Randomness;

/// <summary>Random streams owned by a name: what is drawn for a module or an example does not depend on the order in which others are
/// visited.</summary>
public static class NamedRandom
{
    /// <summary>The stream of <paramref name="seed"/> that belongs to the given names.</summary>
    /// <param name="seed">The user's seed.</param>
    /// <param name="names">What the numbers are for, e.g. module name and side. ("ab", "c") and ("a", "bc") are different owners.</param>
    public static SeededRandom Create(long seed, params ReadOnlySpan<string> names)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var name in names)
        {
            var bytes = Encoding.UTF8.GetBytes(name);
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return new SeededRandom(seed, BinaryPrimitives.ReadUInt64LittleEndian(hash.GetHashAndReset()));
    }
}
