using DataWorth.Artifacts;

namespace DataWorth.Models.Networks;

/// <summary>Refuses weights that do not fit into memory, before libtorch is asked for them.</summary>
internal static class WeightMemory
{
    /// <summary>Refuses too many.</summary>
    /// <param name="what">What has them, such as "Layer 4 (linear)".</param>
    /// <param name="numbers">How many; a product of sizes may be more than any integer holds.</param>
    /// <exception cref="ArgumentException">They take more memory than is free.</exception>
    public static void Require(string what, double numbers)
    {
        var (bytes, free) = (numbers * sizeof(float), MachineMemory.AvailableBytes);
        if (bytes > free)
        {
            NetworkThrow.TooManyWeights(what, numbers, bytes, free);
        }
    }
}
