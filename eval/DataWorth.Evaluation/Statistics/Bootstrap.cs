using DataWorth.Randomness;

namespace DataWorth.Evaluation.Statistics;

/// <summary>Percentile bootstrap.</summary>
public static class Bootstrap
{
    /// <summary>Resamples of m items with replacement: how often each item comes. The same seed gives the same resamples, so that
    /// differences can be paired.</summary>
    /// <param name="items">Number of items m, at least 1.</param>
    /// <param name="replicates">Number of resamples, at least 1.</param>
    /// <param name="seed">The seed; resample b is drawn by stream b.</param>
    /// <returns>Counts, [replicates][m].</returns>
    public static int[][] Resample(int items, int replicates, long seed)
    {
        var counts = new int[replicates][];
        for (var b = 0; b < replicates; b++)
        {
            counts[b] = new int[items];
            var random = new SeededRandom(seed, (ulong)b);
            for (var draw = 0; draw < items; draw++)
            {
                counts[b][random.NextInt32(items)]++;
            }
        }

        return counts;
    }

    /// <summary>The mean of values in each resample.</summary>
    /// <param name="values">Values, [m].</param>
    /// <param name="resamples">Counts, [replicates][m].</param>
    /// <exception cref="ArgumentException">A value is not finite, or the resamples are of another number of items.</exception>
    public static double[] Means(IReadOnlyList<double> values, int[][] resamples)
    {
        Check(values, resamples);
        return [.. resamples.Select(counts => counts.Select((count, i) => count * values[i]).Sum() / values.Count)];
    }

    /// <summary>The middle of values in ascending order; the mean of the two in the middle where their number is even.</summary>
    /// <param name="values">Values, at least one.</param>
    /// <exception cref="ArgumentException">There is none, or one is not finite.</exception>
    public static double Median(IReadOnlyList<double> values)
    {
        Finite.Require<double>([.. values], nameof(values));
        return Quantile([.. values.Order()], 0.5);
    }

    /// <summary>The median of values in each resample.</summary>
    /// <param name="values">Values, [m].</param>
    /// <param name="resamples">Counts, [replicates][m].</param>
    /// <exception cref="ArgumentException">A value is not finite, or the resamples are of another number of items.</exception>
    public static double[] Medians(IReadOnlyList<double> values, int[][] resamples)
    {
        Check(values, resamples);
        return [.. resamples.Select(counts => Median([.. counts.SelectMany((count, i) => Enumerable.Repeat(values[i], count))]))];
    }

    /// <summary>The 95 % interval between the quantiles 0.025 and 0.975 of replicates.</summary>
    /// <param name="replicates">Values of the statistic in the resamples, at least one.</param>
    /// <exception cref="ArgumentException">There is none, or one is not finite.</exception>
    public static Interval Percentile(IEnumerable<double> replicates)
    {
        double[] sorted = [.. replicates];
        Finite.Require<double>(sorted, nameof(replicates));
        Array.Sort(sorted);
        return new Interval(Quantile(sorted, 0.025), Quantile(sorted, 0.975));
    }

    /// <summary>A quantile by linear interpolation between the order statistics around position p (n - 1), as NumPy's default.</summary>
    /// <param name="sorted">Numbers in ascending order, at least one.</param>
    /// <param name="p">From 0 to 1.</param>
    /// <exception cref="ArgumentException">There is no number, one is not finite, or p is outside.</exception>
    public static double Quantile(IReadOnlyList<double> sorted, double p)
    {
        if (sorted.Count == 0)
        {
            Throw.NothingToMeasure("quantile");
        }

        Finite.Require<double>([.. sorted], nameof(sorted));
        if (!(p >= 0 && p <= 1))
        {
            Throw.OutOfRange(nameof(p), p, "a share from 0 to 1");
        }

        var position = p * (sorted.Count - 1);
        var low = (int)Math.Floor(position);
        var high = Math.Min(low + 1, sorted.Count - 1);
        return sorted[low] + ((position - low) * (sorted[high] - sorted[low]));
    }

    private static void Check(IReadOnlyList<double> values, int[][] resamples)
    {
        Finite.Require<double>([.. values], nameof(values));
        if (resamples.FirstOrDefault(counts => counts.Length != values.Count) is { } other)
        {
            Throw.LengthsDiffer("counts in a resample", other.Length, "values", values.Count);
        }
    }
}
