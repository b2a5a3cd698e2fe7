namespace DataWorth.Scoring;

/// <summary>The last part of a recipe: from the preconditioned dot product s(q, n) = phi_q^T (H + lambda I)^-1 phi_n and the
/// self-influences s_q, s_n to the score.</summary>
public enum ScoreRule
{
    /// <summary>s(q, n): influence.</summary>
    Dot,

    /// <summary>s(q, n) / sqrt(s_n): l-RelatIF, which plays down outliers. Source: Barshan et al. 2020, arXiv:2003.11630.</summary>
    Relatif,

    /// <summary>s(q, n) - s_n / 2: negative squared distance up to a constant per query.</summary>
    L2,

    /// <summary>s(q, n) / sqrt(s_q s_n): normalised on both sides, in [-1, 1].</summary>
    Cosine,
}
