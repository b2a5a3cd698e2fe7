using System.Numerics;

namespace DataWorth.Randomness;

/// <summary>A reproducible source of random numbers: the same seed and stream give the same numbers on every machine and version of
/// .NET.</summary>
/// <remarks>Reads <see cref="Philox"/> in order of its counter. Streams of one seed are independent, so that item i of a data set can own
/// stream i
/// and does not depend on how many items were drawn before it. Not thread-safe; give each thread its own stream.</remarks>
/// <param name="seed">The seed.</param>
/// <param name="stream">The stream of this seed. Default 0.</param>
public sealed class SeededRandom(long seed, ulong stream = 0)
{
    private const double DoubleStep = 1.0 / (1UL << 53);
    private const float SingleStep = 1.0f / (1U << 24);

    private ulong _position;
    private ulong _spareBits;
    private bool _hasSpareBits;
    private double _spareNormal = double.NaN;

    /// <summary>The seed.</summary>
    public long Seed { get; } = seed;

    /// <summary>The stream of the seed.</summary>
    public ulong Stream { get; } = stream;

    /// <summary>Another stream of the same seed, from its beginning.</summary>
    /// <param name="stream">The stream.</param>
    public SeededRandom WithStream(ulong stream) => new(Seed, stream);

    /// <summary>64 uniform bits.</summary>
    public ulong NextUInt64()
    {
        if (_hasSpareBits)
        {
            _hasSpareBits = false;
            return _spareBits;
        }

        (var first, _spareBits) = Philox.Generate((ulong)Seed, Stream, _position++);
        _hasSpareBits = true;
        return first;
    }

    /// <summary>A uniform number in [0, 1) with 53 random bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * DoubleStep;

    /// <summary>A uniform number in [0, 1) with 24 random bits.</summary>
    public float NextSingle() => (NextUInt64() >> 40) * SingleStep;

    /// <summary>A uniform number in [minimum, maximum).</summary>
    /// <param name="minimum">The lower bound.</param>
    /// <param name="maximum">The upper bound.</param>
    public double NextDouble(double minimum, double maximum) => minimum + ((maximum - minimum) * NextDouble());

    /// <summary>A uniform whole number in [0, exclusiveMaximum), without bias.</summary>
    /// <remarks>The high word of bits × maximum, redrawn while the low word falls in the incomplete part (Lemire 2019,
    /// arXiv:1805.10941).</remarks>
    /// <param name="exclusiveMaximum">The number of values, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is below 1.</exception>
    public int NextInt32(int exclusiveMaximum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exclusiveMaximum, 1);
        var range = (ulong)exclusiveMaximum;
        var threshold = unchecked(0UL - range) % range;
        while (true)
        {
            var high = Math.BigMul(NextUInt64(), range, out var low);
            if (low >= threshold)
            {
                return (int)high;
            }
        }
    }

    /// <summary>+1 or -1 with equal probability.</summary>
    public int NextSign() => (NextUInt64() & 1) == 0 ? 1 : -1;

    /// <summary>A standard normal number, by the transform of Box and Muller (its last bits follow the platform's logarithm, sine and
    /// cosine).</summary>
    public double NextNormal()
    {
        if (!double.IsNaN(_spareNormal))
        {
            var spare = _spareNormal;
            _spareNormal = double.NaN;
            return spare;
        }

        // 1 - u lies in (0, 1], so that the logarithm is finite.
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        (var sine, var cosine) = Math.SinCos(2 * Math.PI * NextDouble());
        _spareNormal = radius * sine;
        return radius * cosine;
    }

    /// <summary>Puts the items in a uniformly random order, in place (Fisher and Yates).</summary>
    /// <param name="items">The items.</param>
    /// <typeparam name="T">The type of an item.</typeparam>
    public void Shuffle<T>(Span<T> items)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = NextInt32(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    /// <summary>A uniformly random order of 0 … count-1.</summary>
    /// <param name="count">The number of items.</param>
    public int[] NextPermutation(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        Shuffle<int>(order);
        return order;
    }

    /// <summary>A uniformly random subset of 0 … count-1, ascending.</summary>
    /// <param name="count">The number of items to choose from.</param>
    /// <param name="size">The number of items to choose, 0 … count.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative or above the count.</exception>
    public int[] NextSubset(int count, int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, count);
        // Floyd's method: one draw per chosen item, whatever the count.
        HashSet<int> chosen = new(size);
        for (var last = count - size; last < count; last++)
        {
            var candidate = NextInt32(last + 1);
            chosen.Add(chosen.Contains(candidate) ? last : candidate);
        }

        int[] subset = [.. chosen];
        Array.Sort(subset);
        return subset;
    }

    /// <summary>Mixes parts into one seed, so that derived seeds do not collide by accident.</summary>
    /// <param name="seed">The base seed.</param>
    /// <param name="part">What the derived seed is for, as a number.</param>
    public static long Derive(long seed, ulong part) => (long)Philox.Generate((ulong)seed, BitOperations.RotateLeft(part, 32), ~0UL).First;
}
