namespace DataWorth.Projections;

/// <summary>Sparse Johnson-Lindenstrauss transform: each column of P has s numbers +-1/sqrt(s), in rows drawn one from each of s equal parts
/// of the k rows; each coordinate of x is added to s sums.</summary>
/// <remarks>E |P x|^2 = |x|^2, with s n additions instead of k n products. Sources: Kane and Nelson 2012, arXiv:1012.1577 (block
/// construction); Hu et al. 2025, arXiv:2505.18976 (GraSS), which takes s = 1.</remarks>
internal sealed class SparseProjection : Projection
{
    private const string RowsName = ".rows";
    private const string SignsName = ".signs";
    private const string SizeName = ".size";

    private readonly Tensor _rows;
    private readonly Tensor _signs;
    private readonly Tensor _size;

    /// <summary>Takes ownership of the tensors.</summary>
    /// <param name="rows">Row of P of each number, int64 [s, n], from 0 to k - 1.</param>
    /// <param name="signs">The numbers, [s, n], +-1/sqrt(s).</param>
    /// <param name="size">k, int64 [1].</param>
    public SparseProjection(Tensor rows, Tensor signs, Tensor size)
    {
        (_rows, _signs, _size) = (rows.DetachFromDisposeScope(), signs.DetachFromDisposeScope(), size.DetachFromDisposeScope());
        OutputSize = size.item<long>();
    }

    /// <inheritdoc/>
    public override long InputSize => _rows.shape[1];

    /// <inheritdoc/>
    public override long OutputSize { get; }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Tensors =>
        new Dictionary<string, Tensor>
        {
            [RowsName] = _rows,
            [SignsName] = _signs,
            [SizeName] = _size,
        };

    /// <inheritdoc/>
    public override Tensor Apply(Tensor rows)
    {
        using var scope = NewDisposeScope();
        var sums = zeros([.. rows.shape[..^1], OutputSize], rows.dtype, rows.device); // [..., k]
        for (var i = 0; i < _rows.shape[0]; i++)
        {
            sums.index_add_(-1, _rows[i], rows * _signs[i], 1);
        }

        return sums.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor Columns(Tensor indices)
    {
        using var scope = NewDisposeScope();
        return zeros([indices.shape[0], OutputSize], _signs.dtype, _signs.device)
            .scatter_add_(1, _rows.index_select(1, indices).t(), _signs.index_select(1, indices).t())
            .MoveToOuterDisposeScope(); // [m, k]
    }

    /// <summary>Draws rows and signs.</summary>
    /// <param name="draw">What is projected.</param>
    /// <param name="nonzeros">s, from 1 to k. Default 1.</param>
    public static SparseProjection Draw(ProjectionDraw draw, int nonzeros = 1)
    {
        var random = draw.Random();
        var rows = new long[nonzeros, draw.Size];
        var signs = new double[nonzeros, draw.Size];
        for (var i = 0; i < nonzeros; i++)
        {
            var first = draw.Rank * i / nonzeros;
            var count = (draw.Rank * (i + 1) / nonzeros) - first;
            for (var column = 0; column < draw.Size; column++)
            {
                rows[i, column] = first + random.NextInt32(count);
                signs[i, column] = random.NextSign() / Math.Sqrt(nonzeros);
            }
        }

        return new SparseProjection(
            tensor(rows, device: draw.Device),
            tensor(signs, dtype: draw.Type, device: draw.Device),
            tensor(new long[] { draw.Rank }, device: draw.Device)
        );
    }

    /// <summary>What <see cref="Tensors"/> gave; null where one is missing.</summary>
    public static SparseProjection? Restore(Func<string, Tensor?> tensors, long size) =>
        tensors(RowsName) is { } rows && tensors(SignsName) is { } signs && tensors(SizeName) is { } outputs
            ? new SparseProjection(rows, signs, outputs)
            : null;
}
