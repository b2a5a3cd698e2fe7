namespace DataWorth.Evaluation.Reports.Charts;

/// <summary>Round tick positions of an axis: steps of 1, 2 or 5 times a power of ten.</summary>
public static class AxisTicks
{
    /// <summary>Chooses ticks that cover an interval.</summary>
    /// <param name="minimum">Lower end of the data.</param>
    /// <param name="maximum">Upper end of the data.</param>
    /// <param name="count">About how many steps are wanted; at least 1.</param>
    /// <returns>Rising multiples of the step; the first is at most <paramref name="minimum"/>, the last at least <paramref name="maximum"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An end is not finite, the ends are in the wrong order, or the count is below 1.</exception>
    public static IReadOnlyList<double> Choose(double minimum, double maximum, int count = 5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (!double.IsFinite(minimum) || !double.IsFinite(maximum) || maximum < minimum)
        {
            Throw.OutOfRange(nameof(maximum), maximum, $"a finite number from {minimum}");
        }

        if (maximum == minimum)
        {
            double half = minimum == 0 ? 1 : Math.Abs(minimum) / 2;
            (minimum, maximum) = (minimum - half, maximum + half);
        }

        double step = Step((maximum - minimum) / count);
        long first = (long)Math.Floor((minimum / step) + 1e-9);
        long last = (long)Math.Ceiling((maximum / step) - 1e-9);

        // A multiple of the step, rounded to its own decimals, prints as people write it (0.3, not 0.30000000000000004).
        int decimals = Math.Clamp((int)Math.Ceiling(-Math.Log10(step) - 1e-9), 0, 15);
        return [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => Math.Round((first + i) * step, decimals))];
    }

    private static double Step(double raw)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        double[] steps = [1, 2, 5, 10];
        return power * steps.First(step => step * power >= raw * (1 - 1e-9));
    }
}
