namespace DataWorth.Evaluation.Checks;

/// <summary>Measures how well a score finds examples whose labels were flipped on purpose.</summary>
/// <remarks>
/// Examples are inspected in descending order of score. The curve is the share of flipped labels found against the share of data inspected;
/// it rises in straight lines through groups of equal scores, which is the average over all orders of the tied examples.
/// With the flipped share p, a perfect score has area 1 - p/2, a useless one 1/2.
/// </remarks>
public static class MislabelDetection
{
    /// <summary>Computes the curve of a score.</summary>
    /// <param name="scores">One score per example [N]; the higher, the more suspect (for example self-influence).</param>
    /// <param name="isFlipped">Which examples have a flipped label [N].</param>
    /// <returns>The curve from (0, 0) to (1, 1) with a point after each group of equal scores.</returns>
    /// <exception cref="ArgumentException">The lengths differ, a score is not finite, or no example is flipped.</exception>
    public static MislabelCurve Compute(IReadOnlyList<float> scores, IReadOnlyList<bool> isFlipped)
    {
        var count = scores.Count;
        if (isFlipped.Count != count)
        {
            Throw.LengthsDiffer("marks", isFlipped.Count, "scores", count);
        }

        var flipped = isFlipped.Count(mark => mark);
        if (flipped == 0)
        {
            Throw.NothingIsFlipped(count);
        }

        int[] order = [.. Enumerable.Range(0, count)];
        var keys = new float[count];
        for (var i = 0; i < count; i++)
        {
            if (!float.IsFinite(scores[i]))
            {
                Throw.ScoreIsNotANumber($"{i}", scores[i]);
            }

            keys[i] = -scores[i];
        }

        Array.Sort(keys, order);
        List<MislabelPoint> points = [new(0, 0)];
        var found = 0;
        for (var i = 0; i < count; i++)
        {
            found += isFlipped[order[i]] ? 1 : 0;
            if (i == count - 1 || keys[i + 1] != keys[i])
            {
                points.Add(new MislabelPoint((i + 1) / (double)count, found / (double)flipped));
            }
        }

        return new MislabelCurve(points, flipped / (double)count);
    }
}
