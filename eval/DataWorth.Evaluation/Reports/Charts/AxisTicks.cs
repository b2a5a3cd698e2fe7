namespace DataWorth.Evaluation.Reports.Charts;

/// <summary>Round tick positions of an axis: steps of 1, 2 or 5 times a power of ten.</summary>
public static class AxisTicks
{
    /// <summary>Chooses ticks that cover an interval.</summary>
    /// <param name="minimum">Lower end of the data.</param>
    /// <param name="maximum">Upper end of the data.</param>
    /// <param name="count">About how many steps are wanted; at least 1.</param>
    /// <returns>Rising multiples of the step; the first is at most <paramref name="minimum"/>, the last at least
    /// <paramref name="maximum"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An end is not finite, the ends are in the wrong order, or the count is below
    /// 1.</exception>
    public static IReadOnlyList<double> Choose(double minimum, double maximum, int count = 5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (!double.IsFinite(minimum) || !double.IsFinite(maximum) || maximum < minimum)
        {
            Throw.OutOfRange(nameof(maximum), maximum, $"a finite number from {minimum}");
        }

        if (maximum == minimum)
        {
            var half = minimum == 0 ? 1 : Math.Abs(minimum) / 2;
            (minimum, maximum) = (minimum - half, maximum + half);
        }

        var step = Step((maximum - minimum) / count);
        var first = (long)Math.Floor((minimum / step) + 1e-9);
        var last = (long)Math.Ceiling((maximum / step) - 1e-9);

        // A multiple of the step, rounded to its own decimals, prints as people write it (0.3, not 0.30000000000000004).
        var decimals = Math.Clamp((int)Math.Ceiling(-Math.Log10(step) - 1e-9), 0, 15);
        return [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => Math.Round((first + i) * step, decimals))];
    }

    /// <summary>Chooses ticks of a logarithmic axis: powers of ten, every second or third of them where there are many.</summary>
    /// <param name="minimum">Lower end of the data, above 0.</param>
    /// <param name="maximum">Upper end of the data.</param>
    /// <returns>The first is at most <paramref name="minimum"/>, the last at least <paramref name="maximum"/>; at least two.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The lower end is not above 0, an end is not finite, or the ends are in the wrong
    /// order.</exception>
    public static IReadOnlyList<double> ChooseLogarithmic(double minimum, double maximum)
    {
        if (!(minimum > 0) || !double.IsFinite(maximum) || maximum < minimum)
        {
            Throw.OutOfRange(nameof(minimum), minimum, $"a number above 0, up to {maximum}");
        }

        var first = (int)Math.Floor(Math.Log10(minimum) + 1e-9);
        var last = Math.Max((int)Math.Ceiling(Math.Log10(maximum) - 1e-9), first + 1);
        var step = 1 + ((last - first - 1) / 6);
        last = first + ((last - first + step - 1) / step * step);
        return [.. Enumerable.Range(0, ((last - first) / step) + 1).Select(i => Math.Pow(10, first + (i * step)))];
    }

    private static double Step(double raw)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        double[] steps = [1, 2, 5, 10];
        return power * steps.First(step => step * power >= raw * (1 - 1e-9));
    }
}
