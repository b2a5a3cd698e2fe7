namespace DataWorth.Evaluation.Reports.Charts;

/// <summary>Finds room for labels beside points, so that no label lies over a point or another label.</summary>
/// <param name="left">Left end of the room.</param>
/// <param name="right">Right end of the room.</param>
/// <param name="points">The points, which stay free.</param>
internal sealed class LabelPlacement(double left, double right, IReadOnlyList<(double X, double Y)> points)
{
    private const double Height = 11;
    private const double LetterWidth = 6.1;
    private const double Gap = 8;
    private const double Radius = 5;

    private readonly List<(double Left, double Top, double Right, double Bottom)> _taken =
    [
        .. points.Select(point => (point.X - Radius, point.Y - Radius, point.X + Radius, point.Y + Radius)),
    ];

    /// <summary>Where the label of a point begins; null where there is no room for it.</summary>
    /// <param name="label">The label.</param>
    /// <param name="point">The point.</param>
    /// <returns>Left end of the text and its baseline.</returns>
    public (double X, double Y)? Place(string label, (double X, double Y) point)
    {
        var width = label.Length * LetterWidth;
        foreach (var shift in new[] { 0, -7, 7 })
        {
            foreach (var start in new[] { point.X + Gap, point.X - Gap - width })
            {
                var middle = point.Y + shift;
                var box = (Left: start, Top: middle - (Height / 2), Right: start + width, Bottom: middle + (Height / 2));
                if (box.Left >= left && box.Right <= right && !_taken.Any(other => Overlaps(box, other)))
                {
                    _taken.Add(box);
                    return (start, middle + 4);
                }
            }
        }

        return null;
    }

    private static bool Overlaps(
        (double Left, double Top, double Right, double Bottom) one,
        (double Left, double Top, double Right, double Bottom) other
    ) => one.Left < other.Right && other.Left < one.Right && one.Top < other.Bottom && other.Top < one.Bottom;
}
