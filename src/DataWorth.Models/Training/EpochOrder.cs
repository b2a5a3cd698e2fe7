using DataWorth.Randomness;

namespace DataWorth.Models.Training;

/// <summary>The order of the examples in an epoch: a function of seed, epoch and number of rows alone.</summary>
public static class EpochOrder
{
    /// <summary>Shuffles rows by the method of Fisher and Yates with stream epoch + 1 of the seed.</summary>
    /// <param name="rows">The rows; not changed.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="epoch">Number of the epoch from 0.</param>
    /// <returns>The rows in their order.</returns>
    public static long[] Shuffle(ReadOnlySpan<long> rows, long seed, int epoch)
    {
        var order = rows.ToArray();
        var random = new SeededRandom(seed, (ulong)epoch + 1);
        for (var last = order.Length - 1; last > 0; last--)
        {
            var other = random.NextInt32(last + 1);
            (order[last], order[other]) = (order[other], order[last]);
        }
        return order;
    }
}
