using DataWorth.Codecs;
using DataWorth.Features;

namespace DataWorth.Scoring;

/// <summary>Computes s(q, n) = phi_q^T (H + lambda I)^-1 phi_n for prepared queries and a stream of examples.</summary>
public interface IScorer : IDisposable
{
    /// <summary>What the preparation left out or changed (errors of query factors), one sentence each. Default none.</summary>
    IReadOnlyList<string> Reports => [];

    /// <summary>Scores of stored rows, a new tensor [G, rows, Q], one slice per group of blocks; the rows are not decoded first.</summary>
    Tensor Score(EncodedRows rows);

    /// <summary>Scores of features that were just computed, a new tensor [G, B, Q].</summary>
    Tensor Score(FeatureBatch batch);
}
