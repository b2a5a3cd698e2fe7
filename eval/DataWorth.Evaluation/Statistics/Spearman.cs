namespace DataWorth.Evaluation.Statistics;

/// <summary>Spearman's rank correlation: Pearson's correlation of average ranks.</summary>
public static class Spearman
{
    /// <summary>Ranks from 1; equal values have the mean of the ranks they share.</summary>
    /// <param name="values">Finite numbers, [m].</param>
    /// <exception cref="ArgumentException">A number is not finite.</exception>
    public static double[] AverageRanks(ReadOnlySpan<double> values)
    {
        var ranks = new double[values.Length];
        new RankedSample(values).Ranks(Ones(values.Length), ranks);
        return ranks;
    }

    /// <summary>The correlation of two samples, in [-1, 1]; NaN if all values of one are equal.</summary>
    /// <param name="left">Finite numbers, [m].</param>
    /// <param name="right">Finite numbers, [m].</param>
    /// <exception cref="ArgumentException">The lengths differ, or a number is not finite.</exception>
    public static double Correlation(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        if (left.Length != right.Length)
        {
            Throw.LengthsDiffer("numbers on the right", right.Length, "numbers on the left", left.Length);
        }

        return Correlation(new RankedSample(left, nameof(left)), new RankedSample(right, nameof(right)), Ones(left.Length));
    }

    /// <summary>The correlation of a resample that holds pair i counts[i] times.</summary>
    internal static double Correlation(RankedSample left, RankedSample right, ReadOnlySpan<int> counts)
    {
        var leftRanks = counts.Length <= 512 ? stackalloc double[counts.Length] : new double[counts.Length];
        var rightRanks = counts.Length <= 512 ? stackalloc double[counts.Length] : new double[counts.Length];
        left.Ranks(counts, leftRanks);
        right.Ranks(counts, rightRanks);
        var total = 0;
        foreach (var count in counts)
        {
            total += count;
        }

        // The mean of average ranks is (total + 1) / 2, whatever the ties.
        var mean = (total + 1) / 2.0;
        double product = 0,
            leftSquares = 0,
            rightSquares = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            var (x, y) = (leftRanks[i] - mean, rightRanks[i] - mean);
            product += counts[i] * x * y;
            leftSquares += counts[i] * x * x;
            rightSquares += counts[i] * y * y;
        }

        return leftSquares == 0 || rightSquares == 0 ? double.NaN : product / Math.Sqrt(leftSquares * rightSquares);
    }

    private static int[] Ones(int count)
    {
        var ones = new int[count];
        Array.Fill(ones, 1);
        return ones;
    }
}
