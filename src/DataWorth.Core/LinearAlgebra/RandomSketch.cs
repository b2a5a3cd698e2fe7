namespace DataWorth.LinearAlgebra;

/// <summary>An orthonormal basis Q [D, r + p] and the sum of G^T (G Q). As long as there are no more than r + p rows, the rows
/// themselves.</summary>
internal sealed class RandomSketch : ISpectrumSketch
{
    private readonly string _block;
    private readonly long _width;
    private readonly List<Tensor> _few = [];
    private long _fewRows;
    private bool _isFew = true;
    private Tensor _basis; // Q [D, r + p]; Omega in the first pass
    private Tensor _sum; // G^T G Q [D, r + p]; in the last pass Q^T G^T G Q [r + p, r + p], float64
    private int _left; // passes after this one

    public RandomSketch(long columns, ScalarType type, Device device, StreamingSvdOptions options, string block)
    {
        _block = block;
        _width = options.SketchColumns;
        _left = options.PowerIterations + 1;
        Columns = columns;
        _basis = StartBasis.Create(columns, _width, options.Seed, type, device).DetachFromDisposeScope();
        _sum = zeros([columns, _width], type, device).DetachFromDisposeScope();
    }

    public long Columns { get; }

    public bool IsExact => _isFew;

    public void Add(Tensor rows)
    {
        if (_isFew)
        {
            _fewRows += rows.shape[0];
            if (_fewRows <= _width)
            {
                _few.Add(rows.clone().DetachFromDisposeScope()); // the caller may fill the same buffer again
                return;
            }

            _isFew = false;
            foreach (var kept in _few)
            {
                Project(kept);
            }

            Forget();
        }

        Project(rows);
    }

    public (Tensor Vectors, Tensor Values)? EndPass()
    {
        if (_isFew)
        {
            return Exact();
        }

        if (_left == 0)
        {
            using var ritz = SymmetricEigen.Compute(_sum, _block);
            return (mm(_basis, ritz.Vectors.to_type(_basis.dtype)), ritz.Values.clone());
        }

        _left--;
        var next = linalg.qr(_sum).Q;
        _basis.Dispose();
        _basis = next.DetachFromDisposeScope();
        if (_left > 0)
        {
            _sum.zero_();
            return null;
        }

        _sum.Dispose();
        _sum = zeros([_width, _width], ScalarType.Float64, _basis.device).DetachFromDisposeScope();
        return null;
    }

    public void Dispose()
    {
        _basis.Dispose();
        _sum.Dispose();
        Forget();
    }

    private void Project(Tensor rows)
    {
        using var scope = NewDisposeScope();
        var projected = mm(rows, _basis); // [n, r + p]
        if (_left > 0)
        {
            _sum.addmm_(rows.t(), projected, 1, 1);
            return;
        }

        var wide = projected.to_type(ScalarType.Float64);
        _sum.addmm_(wide.t(), wide, 1, 1);
    }

    private (Tensor Vectors, Tensor Values) Exact()
    {
        using var scope = NewDisposeScope();
        var rows = cat(_few, 0);
        var (_, values, vectorsTransposed) = linalg.svd(rows.to_type(ScalarType.Float64), fullMatrices: false);
        return (vectorsTransposed.t().to_type(rows.dtype).MoveToOuterDisposeScope(), values.square().MoveToOuterDisposeScope());
    }

    private void Forget()
    {
        foreach (var kept in _few)
        {
            kept.Dispose();
        }

        _few.Clear();
    }
}
