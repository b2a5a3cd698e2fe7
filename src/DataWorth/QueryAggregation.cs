namespace DataWorth;

/// <summary>Whether queries are scored one by one or as one query whose measurement is the sum or the mean of theirs.</summary>
/// <remarks>Gradients are linear in the measurement: the aggregated score is the sum or mean of the single scores for
/// <see cref="Scoring.ScoreRule.Dot"/> and
/// <see cref="Scoring.ScoreRule.Relatif"/>; other rules apply to the aggregated query as to any other.</remarks>
public enum QueryAggregation
{
    /// <summary>A slot per query.</summary>
    None,

    /// <summary>One slot 'sum': f = sum_q f_q.</summary>
    Sum,

    /// <summary>One slot 'mean': f = (1/Q) sum_q f_q.</summary>
    Mean,
}
