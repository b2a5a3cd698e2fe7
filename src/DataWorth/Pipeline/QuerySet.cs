using DataWorth.Scoring;

namespace DataWorth.Pipeline;

/// <summary>Queries, ready to score: one scorer per member of the fit. Owns its tensors.</summary>
/// <param name="Ids">Query ids, [Q].</param>
/// <param name="Scorers">One per member.</param>
/// <param name="SelfInfluence">phi_q^T (H + lambda I)^-1 phi_q, [Q], summed over members.</param>
internal sealed record QuerySet(IReadOnlyList<string> Ids, IReadOnlyList<IScorer> Scorers, Tensor SelfInfluence) : IDisposable
{
    public void Dispose()
    {
        foreach (var scorer in Scorers)
            scorer.Dispose();
        SelfInfluence.Dispose();
    }
}
