namespace DataWorth.Features;

/// <summary>Per-example gradients of one block for a batch, [B, O, I], in whatever form is cheapest.
/// Owns its tensors, which belong to no dispose scope.</summary>
public abstract class GradientBlock : IDisposable
{
    /// <summary>Name and size of the block.</summary>
    public abstract BlockShape Shape { get; }

    /// <summary>Element type.</summary>
    public abstract ScalarType Type { get; }

    /// <summary>Device of the tensors.</summary>
    public abstract Device Device { get; }

    /// <summary>Writes the gradients into <paramref name="destination"/> [B, O, I] (any strides), replacing what is there.</summary>
    public abstract void WriteTo(Tensor destination);

    /// <summary>Projects on both sides: P_o G P_i^T, block [B, k_o, k_i]. Null leaves a side as it is.</summary>
    /// <param name="output">P_o [k_o, O].</param>
    /// <param name="input">P_i [k_i, I].</param>
    public abstract GradientBlock Project(Tensor? output, Tensor? input);

    /// <summary>The gradients as a new tensor [B, O, I].</summary>
    public abstract Tensor Materialize();

    /// <summary>Frees the tensors.</summary>
    public abstract void Dispose();
}
