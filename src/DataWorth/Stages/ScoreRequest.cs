using DataWorth.Curvature;
using DataWorth.Scoring;

namespace DataWorth.Stages;

/// <summary>What is asked of one pass over examples.</summary>
/// <param name="Queries">The queries; null where only self-influences are wanted.</param>
/// <param name="Damping">lambda of self-influences.</param>
/// <param name="Rule">How products become scores.</param>
/// <param name="HasScores">Whether scores are wanted.</param>
/// <param name="HasSelf">Whether self-influences are wanted.</param>
internal sealed record ScoreRequest(QuerySet? Queries, Damping Damping, ScoreRule Rule, bool HasScores, bool HasSelf)
{
    /// <summary>Whether shares of positions are scored, and not examples. Default false.</summary>
    public bool OfPositions { get; init; }

    /// <summary>What scores, one per member.</summary>
    public IReadOnlyList<IScorer> Scorers => OfPositions ? Queries!.PositionScorers : Queries!.Scorers;

    /// <summary>Members whose weights were compared byte for byte in this pass; later batches compare samples of them.</summary>
    public HashSet<FitSession> Compared { get; } = [];

    /// <summary>Whether self-influences have to be computed: they are asked for, or the rule needs them.</summary>
    public bool NeedsSelf => HasSelf || (HasScores && Rule.NeedsSelfInfluence());

    /// <summary>Whether the rule needs the self-influences of the queries.</summary>
    public bool NeedsQuerySelf => HasScores && Rule.NeedsQuerySelfInfluence();
}
