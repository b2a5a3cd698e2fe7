namespace DataWorth.Projections;

/// <summary>One side of a two-sided projection: a matrix P [k, n] in whatever form is cheapest. Owns its tensors, which belong to no dispose
/// scope. Every result is a new tensor (or a view) in the caller's scope.</summary>
public abstract class Projection : IDisposable
{
    /// <summary>n.</summary>
    public abstract long InputSize { get; }

    /// <summary>k.</summary>
    public abstract long OutputSize { get; }

    /// <summary>P as it is held; null for forms that hold no matrix.</summary>
    public virtual Tensor? Matrix => null;

    /// <summary>True when Apply gives its argument back.</summary>
    public virtual bool IsIdentity => false;

    /// <summary>What it is made of, by ending of a name: the projection's own name and the ending are the tensor's name in a store. They stay
    /// the projection's.</summary>
    public abstract IReadOnlyDictionary<string, Tensor> Tensors { get; }

    /// <summary>P x for each x along the last dimension, [..., n] to [..., k].</summary>
    /// <param name="rows">x [..., n] in the projection's element type.</param>
    public abstract Tensor Apply(Tensor rows);

    /// <summary>Columns of P, as rows [m, k]: the projections of unit vectors.</summary>
    /// <param name="indices">Which, int64 [m].</param>
    public abstract Tensor Columns(Tensor indices);

    /// <summary>P [k, n] in float64.</summary>
    public Tensor ToDense()
    {
        using var scope = NewDisposeScope();
        return Columns(arange(0, InputSize, 1, ScalarType.Int64, Tensors.Values.FirstOrDefault()?.device ?? CPU))
            .t()
            .to_type(ScalarType.Float64)
            .MoveToOuterDisposeScope();
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        foreach (var tensor in Tensors.Values)
        {
            tensor.Dispose();
        }
    }

    /// <summary>A dense projection that shares the matrix with the caller, or the identity where there is none.</summary>
    /// <param name="matrix">P [k, n], or null.</param>
    /// <param name="size">n.</param>
    internal static Projection Of(Tensor? matrix, long size) =>
        matrix is null ? new IdentityProjection(size) : new DenseProjection(matrix.alias());
}
