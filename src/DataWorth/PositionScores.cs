namespace DataWorth;

/// <summary>Which positions of an example a score comes from: for a text, which of its tokens.</summary>
/// <remarks>The score is linear in the example's gradient, and that is a sum over positions: s(q, n) = sum_t s(q, n, t) with s(q, n, t) = sum
/// over modules of d_t^T Q a_t, Q the preconditioned query. The share of position t is what its activations a_t and output gradients d_t
/// add.</remarks>
/// <param name="Id">The example; of <see cref="AttributionTransformer.ScoreQueryPositions"/> the query.</param>
/// <param name="Scores">For each query (example), in their order, the share of each position; [Q][T]. Positive: training on it speaks for the
/// query.</param>
public sealed record PositionScores(string Id, IReadOnlyList<float[]> Scores);
