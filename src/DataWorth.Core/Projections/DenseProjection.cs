using DataWorth.LinearAlgebra;

namespace DataWorth.Projections;

/// <summary>Any matrix P [k, n], held whole.</summary>
internal sealed class DenseProjection : Projection
{
    private readonly Tensor _matrix;

    /// <summary>Takes ownership of the matrix.</summary>
    /// <param name="matrix">P [k, n].</param>
    public DenseProjection(Tensor matrix) => _matrix = matrix.DetachFromDisposeScope();

    /// <inheritdoc/>
    public override long InputSize => _matrix.shape[1];

    /// <inheritdoc/>
    public override long OutputSize => _matrix.shape[0];

    /// <inheritdoc/>
    public override Tensor Matrix => _matrix;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Tensors => new Dictionary<string, Tensor> { [""] = _matrix };

    /// <inheritdoc/>
    public override Tensor Apply(Tensor rows) => nn.functional.linear(rows, _matrix); // [..., k]

    /// <inheritdoc/>
    public override Tensor Columns(Tensor indices)
    {
        using var transposed = _matrix.t();
        return transposed.index_select(0, indices);
    }

    /// <summary>Entries +-1/sqrt(k) with equal probability.</summary>
    public static DenseProjection Rademacher(ProjectionDraw draw)
    {
        var random = draw.Random();
        var scale = 1 / Math.Sqrt(draw.Rank);
        var values = new double[draw.Rank * draw.Size];
        for (var i = 0; i < values.Length; i += 64)
        {
            var bits = random.NextUInt64(); // 64 signs at a time
            for (var j = i; j < Math.Min(i + 64, values.Length); j++, bits >>= 1)
            {
                values[j] = (bits & 1) == 0 ? scale : -scale;
            }
        }

        return Of(values, draw);
    }

    /// <summary>Entries normal with variance 1/k.</summary>
    public static DenseProjection Gaussian(ProjectionDraw draw)
    {
        var random = draw.Random();
        var scale = 1 / Math.Sqrt(draw.Rank);
        var values = new double[draw.Rank * draw.Size];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = scale * random.NextNormal();
        }

        return Of(values, draw);
    }

    /// <summary>The k leading eigenvectors of the side's covariance as rows, uncentred and without scaling by eigenvalues.</summary>
    public static DenseProjection Principal(ProjectionDraw draw)
    {
        using var scope = NewDisposeScope();
        using var eigen = SymmetricEigen.Compute(draw.Covariance!, $"{draw.Block} ({draw.Side} covariance)");
        return new DenseProjection(eigen.Vectors.narrow(1, 0, draw.Rank).t().to(draw.Type, copy: true).to(draw.Device).contiguous());
    }

    /// <summary>What <see cref="Tensors"/> gave; null where the matrix is missing.</summary>
    public static DenseProjection? Restore(Func<string, Tensor?> tensors, long size) =>
        tensors("") is { } matrix ? new DenseProjection(matrix) : null;

    private static DenseProjection Of(double[] values, ProjectionDraw draw) =>
        new(tensor(values, [draw.Rank, draw.Size], dtype: draw.Type, device: draw.Device));
}
