namespace DataWorth.Randomness;

/// <summary>The counter-based random function Philox4x32-10: 128 random bits as a pure function of a 64-bit key and a 128-bit
/// counter.</summary>
/// <remarks>Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011. Integer arithmetic only, so
/// that every
/// machine and every version of .NET gives the same bits.</remarks>
public static class Philox
{
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9;
    private const uint Weyl1 = 0xBB67AE85;
    private const int Rounds = 10;

    /// <summary>Evaluates the function.</summary>
    /// <param name="key">The key: one independent sequence each.</param>
    /// <param name="counterHigh">The upper 64 bits of the counter.</param>
    /// <param name="counterLow">The lower 64 bits of the counter.</param>
    /// <returns>Two words of 64 random bits; the first holds output words 0 (low half) and 1, the second words 2 and 3.</returns>
    public static (ulong First, ulong Second) Generate(ulong key, ulong counterHigh, ulong counterLow)
    {
        uint x0 = (uint)counterLow,
            x1 = (uint)(counterLow >> 32),
            x2 = (uint)counterHigh,
            x3 = (uint)(counterHigh >> 32);
        uint k0 = (uint)key,
            k1 = (uint)(key >> 32);
        for (var round = 0; round < Rounds; round++)
        {
            var product0 = (ulong)Multiplier0 * x0;
            var product1 = (ulong)Multiplier1 * x2;
            x0 = (uint)(product1 >> 32) ^ x1 ^ k0;
            x1 = (uint)product1;
            x2 = (uint)(product0 >> 32) ^ x3 ^ k1;
            x3 = (uint)product0;
            k0 += Weyl0;
            k1 += Weyl1;
        }

        return (((ulong)x1 << 32) | x0, ((ulong)x3 << 32) | x2);
    }
}
