namespace DataWorth.Features;

/// <summary>Per-example gradients of one block for a batch, [B, O, I], in whatever form is cheapest.
/// Owns its tensors, which belong to no dispose scope. Every result is a new tensor (or a view) in the caller's scope.</summary>
public abstract class GradientBlock : IDisposable
{
    /// <summary>Name and size of the block.</summary>
    public abstract BlockShape Shape { get; }

    /// <summary>Number of examples B.</summary>
    public abstract long Count { get; }

    /// <summary>Element type.</summary>
    public abstract ScalarType Type { get; }

    /// <summary>Device of the tensors.</summary>
    public abstract Device Device { get; }

    /// <summary>Writes the gradients into <paramref name="destination"/> [B, O, I] (any strides), replacing what is there.</summary>
    public abstract void WriteTo(Tensor destination);

    /// <summary>The gradients, [B, O, I].</summary>
    public abstract Tensor Materialize();

    /// <summary>Rows first..first+count-1 of every gradient, [B, count, I], without forming the others.</summary>
    public virtual Tensor OutputRows(long first, long count)
    {
        using var scope = NewDisposeScope();
        return Materialize().narrow(1, first, count).MoveToOuterDisposeScope();
    }

    /// <summary>The gradients as rows, [B, O I]; a view where they lie in memory already.</summary>
    public virtual Tensor Flatten()
    {
        using var scope = NewDisposeScope();
        return Materialize().reshape(Count, -1).MoveToOuterDisposeScope();
    }

    /// <summary>Projects on both sides: P_o G P_i^T, block [B, k_o, k_i]. Null leaves a side as it is.</summary>
    /// <param name="output">P_o [k_o, O].</param>
    /// <param name="input">P_i [k_i, I].</param>
    public abstract GradientBlock Project(Tensor? output, Tensor? input);

    /// <summary>Inner products with given matrices: result[b, q] = sum_oi G[b, o, i] Q[q, o, i], [B, Q]; never more than a bounded part of G at once.</summary>
    /// <param name="queries">Q [Q, O, I].</param>
    public virtual Tensor Dot(Tensor queries)
    {
        using var scope = NewDisposeScope();
        var flat = queries.reshape(queries.shape[0], -1);
        return mm(Materialize().reshape(Count, -1), flat.t()).MoveToOuterDisposeScope();
    }

    /// <summary>sum_oi w[o, i] G[b, o, i]^2 per example, [B].</summary>
    /// <param name="weights">w [O, I], or null for ones.</param>
    public virtual Tensor WeightedSquares(Tensor? weights)
    {
        using var scope = NewDisposeScope();
        var squares = Materialize().pow_(2).reshape(Count, -1);
        return (weights is null ? squares.sum(-1) : mv(squares, weights.reshape(-1))).MoveToOuterDisposeScope();
    }

    /// <summary>sum_b G[b]^2 elementwise, [O, I].</summary>
    public virtual Tensor SumOfSquares()
    {
        using var scope = NewDisposeScope();
        return Materialize().pow_(2).sum(0L).MoveToOuterDisposeScope();
    }

    /// <summary>Frees the tensors.</summary>
    public abstract void Dispose();
}
