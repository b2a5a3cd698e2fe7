namespace DataWorth.Curvature;

/// <summary>Blocks in which no training example has a gradient (a head that the loss ignores): their curvature is 0, and so is a damping
/// that is relative to it.</summary>
internal static class ZeroCurvature
{
    /// <summary>Whether a block contributes nothing: its curvature and its damping are 0, and so are the rows that meet it.</summary>
    /// <param name="block">The block's name.</param>
    /// <param name="mean">Its mean eigenvalue.</param>
    /// <param name="lambda">The damping.</param>
    /// <param name="type">Type in which the curvature was computed.</param>
    /// <param name="rows">What is to be multiplied with the inverse.</param>
    /// <exception cref="InvalidOperationException">A row is not 0 where the curvature is.</exception>
    public static bool Contributes(string block, double mean, double lambda, ScalarType type, Func<Tensor> rows)
    {
        if (mean != 0 || lambda != 0)
        {
            return true;
        }

        using var scope = NewDisposeScope();
        using var any = rows().ne(0).any();
        if (any.item<bool>())
        {
            CoreThrow.NoCurvature(block, type);
        }

        return false;
    }
}
