namespace DataWorth.LinearAlgebra;

/// <summary>Factors of a batch of matrices, G_n ~ U_n V_n^T. Owns its tensors.</summary>
/// <remarks>Column k of U and of V have the same norm, so that both survive 16-bit storage equally well.</remarks>
public sealed class LowRankFactors : IDisposable
{
    internal LowRankFactors(Tensor left, Tensor right)
    {
        U = left.DetachFromDisposeScope();
        V = right.DetachFromDisposeScope();
    }

    /// <summary>U [B, O, c].</summary>
    public Tensor U { get; }

    /// <summary>V [B, I, c].</summary>
    public Tensor V { get; }

    /// <summary>U V^T, a new tensor [B, O, I].</summary>
    public Tensor Reconstruct()
    {
        using var scope = NewDisposeScope();
        return bmm(U, V.transpose(1, 2)).MoveToOuterDisposeScope();
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        U.Dispose();
        V.Dispose();
    }
}
