using System.Numerics;

namespace Microsoft.ML.Tokenizers;

/// <summary>A hash table from two numbers to a 64-bit value, with open addressing; built once, then only read.</summary>
internal sealed class PairTable
{
    internal const ulong Missing = ulong.MaxValue;

    private const ulong Empty = ulong.MaxValue;
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    private ulong[] _keys = [];
    private ulong[] _values = [];
    private int _shift;
    private int _count;

    internal PairTable(int capacity) => Resize(capacity);

    /// <summary>Adds a pair if it is not there, and gives its value.</summary>
    internal ulong GetOrAdd(int left, int right, ulong value)
    {
        if (2 * (_count + 1) > _keys.Length)
        {
            Resize(2 * (_count + 1));
        }

        int slot = FindSlot(Key(left, right));
        if (_keys[slot] == Empty)
        {
            _keys[slot] = Key(left, right);
            _values[slot] = value;
            _count++;
        }

        return _values[slot];
    }

    internal ulong Get(int left, int right)
    {
        int slot = FindSlot(Key(left, right));
        return _keys[slot] == Empty ? Missing : _values[slot];
    }

    private static ulong Key(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;

    private int FindSlot(ulong key)
    {
        ulong[] keys = _keys;
        int mask = keys.Length - 1;
        int slot = (int)((key ^ (key >> 29)) * Multiplier >> _shift);
        while (keys[slot] != key && keys[slot] != Empty)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private void Resize(int capacity)
    {
        (ulong[] keys, ulong[] values) = (_keys, _values);
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, 2 * capacity));
        _keys = new ulong[size];
        _values = new ulong[size];
        _shift = 64 - BitOperations.Log2((uint)size);
        Array.Fill(_keys, Empty);
        for (int old = 0; old < keys.Length; old++)
        {
            if (keys[old] != Empty)
            {
                int slot = FindSlot(keys[old]);
                (_keys[slot], _values[slot]) = (keys[old], values[old]);
            }
        }
    }
}
