namespace DataWorth.Projections;

/// <summary>k of the n coordinates, times sqrt(n / k): P has one number per row.</summary>
/// <remarks>Chosen without replacement, each equally likely, so that E |P x|^2 = |x|^2. The cheapest projection (a copy of k numbers); its
/// variance is large where few coordinates hold most of x. Source: Hu et al. 2025, arXiv:2505.18976 (GraSS), random mask.</remarks>
internal sealed class MaskProjection : Projection
{
    private const string CoordinatesName = ".coordinates";

    private readonly Tensor _coordinates;
    private readonly double _scale;

    /// <summary>Takes ownership of the coordinates.</summary>
    /// <param name="coordinates">The k different coordinates that are kept, int64 [k], each from 0 to n - 1.</param>
    /// <param name="inputSize">n.</param>
    public MaskProjection(Tensor coordinates, long inputSize)
    {
        _coordinates = coordinates.DetachFromDisposeScope();
        InputSize = inputSize;
        _scale = Math.Sqrt(inputSize / (double)OutputSize);
    }

    /// <inheritdoc/>
    public override long InputSize { get; }

    /// <inheritdoc/>
    public override long OutputSize => _coordinates.shape[0];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Tensors => new Dictionary<string, Tensor> { [CoordinatesName] = _coordinates };

    /// <inheritdoc/>
    public override Tensor Apply(Tensor rows) => rows.index_select(-1, _coordinates).mul_(_scale); // [..., k]

    /// <inheritdoc/>
    public override Tensor Columns(Tensor indices)
    {
        using var scope = NewDisposeScope();
        return indices.unsqueeze(1).eq(_coordinates).to_type(ScalarType.Float64).mul_(_scale).MoveToOuterDisposeScope(); // [m, k]
    }

    /// <summary>Draws the coordinates.</summary>
    public static MaskProjection Draw(ProjectionDraw draw) =>
        new(
            tensor(draw.Random().NextSubset((int)draw.Size, draw.Rank).Select(index => (long)index).ToArray(), device: draw.Device),
            draw.Size
        );

    /// <summary>What <see cref="Tensors"/> gave; null where it is missing.</summary>
    public static MaskProjection? Restore(Func<string, Tensor?> tensors, long size) =>
        tensors(CoordinatesName) is { } coordinates ? new MaskProjection(coordinates, size) : null;
}
