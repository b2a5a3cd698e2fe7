using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace DataWorth.Evaluation.Retraining;

/// <summary>Which of the N training examples a model is trained on. Immutable; a subset and the removal list that leaves it are the same
/// set.</summary>
public sealed class MemberSet : IEquatable<MemberSet>
{
    private readonly byte[] _bits;

    private MemberSet(int total, byte[] bits)
    {
        _bits = bits;
        Total = total;
        Count = bits.Sum(part => BitOperations.PopCount(part));
        Span<byte> content = stackalloc byte[sizeof(int) + bits.Length];
        BinaryPrimitives.WriteInt32LittleEndian(content, total);
        bits.CopyTo(content[sizeof(int)..]);
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(content))[..32];
    }

    /// <summary>Number of training examples N, members or not.</summary>
    public int Total { get; }

    /// <summary>Number of members.</summary>
    public int Count { get; }

    /// <summary>The first 32 hexadecimal digits of SHA-256 over N (4 bytes, little-endian) and <see cref="Bits"/>.</summary>
    public string Fingerprint { get; }

    /// <summary>One bit per example, ceil(N/8) bytes: bit n mod 8 of byte n div 8, from the lowest.</summary>
    public ReadOnlySpan<byte> Bits => _bits;

    /// <summary>The members in ascending order.</summary>
    public int[] Rows => [.. Enumerable.Range(0, Total).Where(Contains)];

    /// <summary>All examples.</summary>
    /// <param name="total">Their number N, at least 1.</param>
    public static MemberSet All(int total) => Of(total, Enumerable.Range(0, total));

    /// <summary>Some examples.</summary>
    /// <param name="total">Number of all examples N, at least 1.</param>
    /// <param name="rows">The members, each once, in any order.</param>
    /// <exception cref="ArgumentException">A row is outside 0 .. N - 1 or comes twice.</exception>
    public static MemberSet Of(int total, IEnumerable<int> rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(total, 1);
        var bits = new byte[(total + 7) / 8];
        foreach (var row in rows)
        {
            if ((uint)row >= (uint)total || (bits[row / 8] >> (row % 8) & 1) != 0)
            {
                Throw.BadMember(row, total);
            }

            bits[row / 8] |= (byte)(1 << (row % 8));
        }

        return new MemberSet(total, bits);
    }

    /// <summary>This set without some of its members.</summary>
    /// <param name="rows">Members to leave out, each once.</param>
    /// <exception cref="ArgumentException">A row is no member or comes twice.</exception>
    public MemberSet Without(IEnumerable<int> rows)
    {
        var bits = _bits.ToArray();
        foreach (var row in rows)
        {
            if ((uint)row >= (uint)Total || (bits[row / 8] >> (row % 8) & 1) == 0)
            {
                Throw.NotAMember(row);
            }

            bits[row / 8] &= (byte)~(1 << (row % 8));
        }

        return new MemberSet(Total, bits);
    }

    /// <summary>Whether an example is a member.</summary>
    /// <param name="row">The example, 0 .. N - 1.</param>
    public bool Contains(int row) => (_bits[row / 8] >> (row % 8) & 1) != 0;

    /// <inheritdoc/>
    public bool Equals(MemberSet? other) => other is not null && Total == other.Total && _bits.AsSpan().SequenceEqual(other._bits);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MemberSet);

    /// <inheritdoc/>
    public override int GetHashCode() => Fingerprint.GetHashCode(StringComparison.Ordinal);
}
