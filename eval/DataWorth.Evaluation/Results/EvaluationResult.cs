using DataWorth.Evaluation.Brittleness;
using DataWorth.Evaluation.Checks;
using DataWorth.Evaluation.Lds;
using DataWorth.Evaluation.Statistics;

namespace DataWorth.Evaluation.Results;

/// <summary>Everything that an evaluation found: what tables and reports are made from. Written as JSON by
/// <see cref="ResultFiles"/>.</summary>
public sealed record EvaluationResult
{
    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>What was retrained.</summary>
    public required TaskFacts Task { get; init; }

    /// <summary>Seeds of the attributed models.</summary>
    public required IReadOnlyList<long> ModelSeeds { get; init; }

    /// <summary>The subsets that the scores were measured on; its <see cref="SubsetDesign.Retrainings"/> are those that the bank
    /// had.</summary>
    public required SubsetDesign Subsets { get; init; }

    /// <summary>How far the retrainings agree with themselves; null for a single retraining per subset.</summary>
    public required NoiseCeiling? Ceiling { get; init; }

    /// <summary>The same for the margin.</summary>
    public required NoiseCeiling? MarginCeiling { get; init; }

    /// <summary>A row per method.</summary>
    public required IReadOnlyList<MethodResult> Methods { get; init; }

    /// <summary>Differences of linear datamodeling scores (loss) between all pairs of methods.</summary>
    public required IReadOnlyList<MethodDifference> Differences { get; init; }

    /// <summary>The brittleness test; null if it was not made.</summary>
    public BrittlenessResult? Brittleness { get; init; }

    /// <summary>The cheap checks.</summary>
    public IReadOnlyList<CheckResult> Checks { get; init; } = [];

    /// <summary>Every query: prediction, its own score by each method, and for a few of them the strongest proponents and
    /// opponents.</summary>
    public IReadOnlyList<QueryResult> Queries { get; init; } = [];

    /// <summary>How the result came about.</summary>
    public required RunFacts Run { get; init; }

    /// <summary>Which method is best, and whether that is sure; null without methods. Follows from the rest.</summary>
    public EvaluationVerdict? Verdict => Methods.Count == 0 ? null : EvaluationVerdict.Of(this);

    /// <summary>Where the result rests on too little. Follows from the rest.</summary>
    public IReadOnlyList<EvaluationWarning> Warnings => EvaluationWarnings.Of(this);

    /// <summary>How much one method scores above another; <see cref="Differences"/> has each pair once.</summary>
    /// <param name="left">Label of the first method.</param>
    /// <param name="right">Label of the second method.</param>
    /// <exception cref="ArgumentException">The result has no such pair.</exception>
    public LdsDifference DifferenceOf(string left, string right)
    {
        if (Differences.FirstOrDefault(pair => pair.Left == left && pair.Right == right) is { } same)
        {
            return same.Difference;
        }

        if (Differences.FirstOrDefault(pair => pair.Left == right && pair.Right == left) is not { Difference: var other })
        {
            Throw.NoDifference(left, right);
            return default;
        }

        return new LdsDifference(-other.Mean, Negative(other.OverQueries), Negative(other.OverSubsets));
    }

    private static Interval Negative(Interval interval) => new(-interval.High, -interval.Low);
}
