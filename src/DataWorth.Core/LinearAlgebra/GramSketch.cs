namespace DataWorth.LinearAlgebra;

/// <summary>G^T G itself, [D, D] in float64, for D at most r + p.</summary>
internal sealed class GramSketch : ISpectrumSketch
{
    private readonly Tensor _gram;
    private readonly string _block;
    private ScalarType _type;

    public GramSketch(long columns, Device device, string block)
    {
        Columns = columns;
        _block = block;
        _gram = zeros([columns, columns], ScalarType.Float64, device).DetachFromDisposeScope();
    }

    public long Columns { get; }

    public bool IsExact => true;

    public void Add(Tensor rows)
    {
        _type = rows.dtype;
        var wide = rows.to_type(ScalarType.Float64);
        _gram.addmm_(wide.t(), wide, 1, 1);
    }

    public (Tensor Vectors, Tensor Values)? EndPass()
    {
        using var eigen = SymmetricEigen.Compute(_gram, _block);
        return (eigen.Vectors.to_type(_type, copy: true), eigen.Values.clone());
    }

    public void Dispose() => _gram.Dispose();
}
