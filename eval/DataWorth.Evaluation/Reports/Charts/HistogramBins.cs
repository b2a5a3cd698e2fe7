namespace DataWorth.Evaluation.Reports.Charts;

/// <summary>Counts of values in bins of equal width.</summary>
public sealed class HistogramBins
{
    private HistogramBins(double minimum, double maximum, long[] counts, long below, long above)
    {
        (Minimum, Maximum, Counts, Below, Above) = (minimum, maximum, counts, below, above);
    }

    /// <summary>Left edge of the first bin.</summary>
    public double Minimum { get; }

    /// <summary>Right edge of the last bin.</summary>
    public double Maximum { get; }

    /// <summary>Values per bin; a bin holds its left edge, the last one its right edge too.</summary>
    public IReadOnlyList<long> Counts { get; }

    /// <summary>Values below <see cref="Minimum"/>.</summary>
    public long Below { get; }

    /// <summary>Values above <see cref="Maximum"/>.</summary>
    public long Above { get; }

    /// <summary>Counts values.</summary>
    /// <param name="values">Finite values, at least one.</param>
    /// <param name="bins">Number of bins, at least 1.</param>
    /// <param name="centralShare">The share of values that the bins must cover around the median, from 0 (excluded) to 1; the tails are
    /// counted as <see cref="Below"/> and <see cref="Above"/>.</param>
    /// <exception cref="ArgumentException">There is no value, or one is not finite.</exception>
    public static HistogramBins Count(IReadOnlyCollection<float> values, int bins, double centralShare = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        if (!(centralShare > 0 && centralShare <= 1))
        {
            Throw.OutOfRange(nameof(centralShare), centralShare, "a share above 0, up to 1");
        }

        SvgFrame.RangeOf("histogram", values.Select(value => (double)value));
        float[] sorted = [.. values];
        Array.Sort(sorted);
        var tail = (int)Math.Floor(sorted.Length * (1 - centralShare) / 2);
        (double minimum, double maximum) = (sorted[tail], sorted[^(tail + 1)]);
        if (maximum == minimum)
        {
            var half = minimum == 0 ? 0.5 : Math.Abs(minimum) / 2;
            (minimum, maximum) = (minimum - half, maximum + half);
        }

        var counts = new long[bins];
        (long below, long above) = (0, 0);
        foreach (var value in sorted)
        {
            if (value < minimum)
            {
                below++;
            }
            else if (value > maximum)
            {
                above++;
            }
            else
            {
                counts[Math.Min((int)((value - minimum) / (maximum - minimum) * bins), bins - 1)]++;
            }
        }

        return new HistogramBins(minimum, maximum, counts, below, above);
    }
}
