namespace DataWorth.Gradients;

/// <summary>How long the share of each position in an example's gradient is.</summary>
internal static class PositionLengths
{
    /// <summary>sum over uses of modules of ||g_t a_t^T||^2, rooted: [B, T] in float64; 0 at padding.</summary>
    /// <param name="uses">Each use of a tracked module: what went in, the gradient by what came out [B, T, O], and the mask of its positions.</param>
    /// <exception cref="NotSupportedException">A module does not see one input a position.</exception>
    public static Tensor Of(IEnumerable<(TrackedModule Module, Tensor Input, Tensor Gradient, PositionMask? Mask)> uses)
    {
        using var scope = NewDisposeScope();
        Tensor? sum = null;
        foreach (var (module, input, gradient, mask) in uses)
        {
            using var use = NewDisposeScope();
            var squares = Squares(module, input, gradient, sum?.shape);
            if (mask is not null && mask.Fits(gradient))
            {
                squares = squares.masked_fill(mask.Values.eq(0), 0);
            }

            sum = (sum is null ? squares : sum.add_(squares)).MoveToOuterDisposeScope();
        }

        return sum!.sqrt().MoveToOuterDisposeScope();
    }

    // Each position as if it were an example of one position.
    private static Tensor Squares(TrackedModule module, Tensor input, Tensor gradient, long[]? positions)
    {
        var apart = input.dim() == 1 ? input.unsqueeze(0) : input; // positions that all examples share are [T] or [1, T]
        var shape = gradient.shape;
        if (shape.Length != 3 || apart.dim() < 2 || apart.shape[1] != shape[1] || (positions?.SequenceEqual(shape[..2]) == false))
        {
            CoreThrow.NoTokensToClip(module.Name, shape);
        }

        var count = shape[0] * shape[1];
        var inputs = apart.expand([shape[0], .. apart.shape[1..]]).reshape([count, 1, .. apart.shape[2..]]); // [B T, 1, ...]
        var squares = zeros([count], ScalarType.Float64, gradient.device);
        foreach (var block in module.Differentiate(inputs, gradient.reshape(count, 1, shape[2]), null))
        {
            using (block)
            {
                squares.add_(block.WeightedSquares(null));
            }
        }

        return squares.view(shape[0], shape[1]); // [B, T]
    }
}
