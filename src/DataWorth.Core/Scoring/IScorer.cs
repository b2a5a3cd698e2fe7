using DataWorth.Codecs;
using DataWorth.Features;

namespace DataWorth.Scoring;

/// <summary>Computes s(q, n) = phi_q^T (H + lambda I)^-1 phi_n for prepared queries and a stream of examples.</summary>
public interface IScorer : IDisposable
{
    /// <summary>Scores of stored rows, a new tensor [rows, Q]; the rows are not decoded first.</summary>
    Tensor Score(EncodedRows rows);

    /// <summary>Scores of features that were just computed, a new tensor [B, Q].</summary>
    Tensor Score(FeatureBatch batch);
}
