namespace DataWorth.Pipeline;

/// <summary>The queries' features, plain and preconditioned. Owns its tensors.</summary>
/// <param name="Ids">Query ids, [Q].</param>
/// <param name="Features">phi_q signed so that a positive product is a proponent, [Q, D].</param>
/// <param name="Preconditioned">(H + lambda I)^-1 phi_q, [Q, D].</param>
internal sealed record QuerySet(IReadOnlyList<string> Ids, Tensor Features, Tensor Preconditioned) : IDisposable
{
    /// <summary>Self-influence of each query, [Q].</summary>
    public Tensor SelfInfluence()
    {
        using var scope = NewDisposeScope();
        return (Features * Preconditioned).sum(-1).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        Features.Dispose();
        Preconditioned.Dispose();
    }
}
