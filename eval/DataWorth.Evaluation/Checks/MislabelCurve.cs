namespace DataWorth.Evaluation.Checks;

/// <summary>The share of flipped labels found against the share of data inspected.</summary>
public sealed class MislabelCurve
{
    internal MislabelCurve(IReadOnlyList<MislabelPoint> points, double flippedShare)
    {
        Points = points;
        FlippedShare = flippedShare;
        double area = 0;
        for (var i = 1; i < points.Count; i++)
        {
            area += (points[i].Inspected - points[i - 1].Inspected) * (points[i].Found + points[i - 1].Found) / 2;
        }

        Area = area;
    }

    /// <summary>The points from (0, 0) to (1, 1), joined by straight lines.</summary>
    public IReadOnlyList<MislabelPoint> Points { get; }

    /// <summary>The share p of examples that are flipped, from 0 (excluded) to 1.</summary>
    public double FlippedShare { get; }

    /// <summary>The area under the curve, between p/2 and <see cref="PerfectArea"/>; inspecting at random gives 1/2.</summary>
    public double Area { get; }

    /// <summary>The area of a score that puts all flipped examples first: 1 - p/2.</summary>
    public double PerfectArea => 1 - (FlippedShare / 2);

    /// <summary>The share of flipped labels found when a share of the data has been inspected.</summary>
    /// <param name="inspected">From 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not from 0 to 1.</exception>
    public double FoundAt(double inspected)
    {
        if (!(inspected >= 0 && inspected <= 1))
        {
            Throw.OutOfRange(nameof(inspected), inspected, "a share from 0 to 1");
        }

        var low = 0;
        var high = Points.Count - 1;
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = Points[middle].Inspected <= inspected ? (middle, high) : (low, middle);
        }

        (var start, var end) = (Points[low], Points[high]);
        return start.Found + ((end.Found - start.Found) * (inspected - start.Inspected) / (end.Inspected - start.Inspected));
    }

    /// <summary>The curve with fewer points, for drawing: at most one per step of the inspected share.</summary>
    /// <param name="steps">How many steps; at least 1.</param>
    public IReadOnlyList<MislabelPoint> Sample(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return Points.Count <= steps
            ? Points
            :
            [
                .. Enumerable
                    .Range(0, steps + 1)
                    .Select(step => step / (double)steps)
                    .Select(share => new MislabelPoint(share, FoundAt(share))),
            ];
    }
}
