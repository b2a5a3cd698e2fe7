namespace DataWorth.Curvature;

/// <summary>What all curvatures do about a damping that is lost in rounding: one above 0 is raised tenfold until there is an inverse, and
/// reported; 0 is refused.</summary>
internal sealed class DampingRaises
{
    private const int Most = 6;

    private IReadOnlyList<string> _reports = [];

    /// <summary>What was raised, a sentence each.</summary>
    public IReadOnlyList<string> Reports => _reports;

    /// <summary>Whether a number is above what rounding makes of zero beside the largest: below it a quotient is noise.</summary>
    /// <param name="number">The number that is divided by.</param>
    /// <param name="largest">The largest eigenvalue.</param>
    /// <param name="type">The type of the features.</param>
    public static bool IsAboveRounding(double number, double largest, ScalarType type) =>
        number > 0 && number > largest * (type == ScalarType.Float64 ? Math.ScaleB(1, -52) : Math.ScaleB(1, -23));

    /// <summary>The damping, or the first of its tenfolds that is enough.</summary>
    /// <param name="block">The block's name.</param>
    /// <param name="lambda">The damping.</param>
    /// <param name="isEnough">Whether there is an inverse with a damping.</param>
    /// <param name="fault">What is said of a curvature whose damping is not enough.</param>
    /// <exception cref="InvalidOperationException">None is enough.</exception>
    public double Raise(string block, double lambda, Func<double, bool> isEnough, string fault = "not positive definite")
    {
        var raised = lambda;
        for (var attempt = 0; attempt <= Most && (attempt == 0 || lambda > 0); attempt++, raised *= 10)
        {
            if (!isEnough(raised))
            {
                continue;
            }

            if (attempt > 0)
            {
                Report($"'{block}' is {fault} with damping {lambda:g3}: raised to {raised:g3}");
            }

            return raised;
        }

        CoreThrow.NoInverse(block, fault, lambda);
        return 0;
    }

    /// <summary>Adds a report, once.</summary>
    public void Report(string report)
    {
        if (!_reports.Contains(report))
        {
            _reports = [.. _reports, report];
        }
    }
}
