namespace DataWorth.Evaluation.Checks;

/// <summary>Cheap checks of one method; null for what was not checked.</summary>
public sealed record CheckResult
{
    /// <summary>The method.</summary>
    public required string Label { get; init; }

    /// <summary>Share of the strongest proponents that have the query's class.</summary>
    public double? ClassPurity { get; init; }

    /// <summary>Spearman's correlation of the scores under two attributed models, averaged over queries and pairs of models.</summary>
    public double? RankStability { get; init; }

    /// <summary>Share of copied training examples whose original has the largest score.</summary>
    public double? DuplicatesFirst { get; init; }

    /// <summary>Mean reciprocal rank of the originals.</summary>
    public double? DuplicatesReciprocalRank { get; init; }

    /// <summary>Area under the curve of flipped labels found by self-influence; 0.5 at random.</summary>
    public double? MislabelArea { get; init; }

    /// <summary>Share of the flipped labels found in the first 5 % inspected.</summary>
    public double? FoundAt5 { get; init; }

    /// <summary>Share of the flipped labels found in the first 10 % inspected.</summary>
    public double? FoundAt10 { get; init; }

    /// <summary>Share of the flipped labels found in the first 20 % inspected.</summary>
    public double? FoundAt20 { get; init; }
}
