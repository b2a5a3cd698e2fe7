namespace DataWorth.Curvature;

/// <summary>What all curvatures do about a damping that is lost in rounding: one above 0 is raised tenfold until there is an inverse, and
/// reported; 0 is refused.</summary>
internal sealed class DampingRaises
{
    private const int Most = 6;
    private const double Doubtful = 1.0 / (1 << 17); // float32 keeps 2^-24: scores of per cents

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

    /// <summary>Reports a damping that rounding leaves, of which it may take per cents; one that was raised is reported already.</summary>
    /// <param name="block">The block's name.</param>
    /// <param name="given">The smallest number that is divided by, with the damping that was given.</param>
    /// <param name="number">The same with the raised one.</param>
    /// <param name="largest">Size of the curvature.</param>
    /// <param name="type">Type in which the curvature was computed.</param>
    public void Doubt(string block, double given, double number, double largest, ScalarType type)
    {
        if (type != ScalarType.Float64 && given == number && number < largest * Doubtful)
        {
            Report(
                $"'{block}': the damping leaves {number / largest:g2} of the curvature, which float32 knows to {Math.ScaleB(1, -24):g2}: scores "
                    + "may be off by per cents and more; a float64 model, or more damping, keeps them"
            );
        }
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
