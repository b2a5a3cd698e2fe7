namespace DataWorth.Benchmarks;

/// <summary>Times of one subject over several repeats.</summary>
/// <param name="Label">What was measured.</param>
/// <param name="Seconds">Wall time of one run in each repeat, seconds.</param>
/// <param name="CpuSeconds">Processor time of all threads for one run in each repeat, seconds.</param>
public sealed record Measurement(string Label, double[] Seconds, double[] CpuSeconds)
{
    /// <summary>Median wall time of one run, seconds.</summary>
    public double Median => MedianOf(Seconds);

    /// <summary>Median processor time of all threads for one run, seconds. On a busy machine it tells more than wall time.</summary>
    public double MedianCpu => MedianOf(CpuSeconds);

    /// <summary>Smallest wall time of one run, seconds.</summary>
    public double Best => Seconds.Min();

    /// <summary>Smallest processor time of all threads for one run, seconds.</summary>
    public double BestCpu => CpuSeconds.Min();

    /// <summary>Adds measurements: the shortest time of the sum is the sum of the shortest times, and so on up to the longest.</summary>
    /// <param name="label">What the sum is.</param>
    /// <param name="parts">At least one measurement, all with equally many repeats.</param>
    public static Measurement Sum(string label, IReadOnlyList<Measurement> parts)
    {
        return new(label, Add(part => part.Seconds), Add(part => part.CpuSeconds));

        double[] Add(Func<Measurement, double[]> times)
        {
            var sorted = parts.Select(part => times(part).Order().ToArray()).ToArray();
            return [.. sorted[0].Select((_, i) => sorted.Sum(part => part[i]))];
        }
    }

    /// <summary>The middle of some numbers; the mean of the two middle ones if their count is even.</summary>
    /// <param name="values">At least one number.</param>
    public static double MedianOf(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
