using DataWorth.Evaluation.Brittleness;
using DataWorth.Evaluation.Checks;
using DataWorth.Evaluation.Lds;

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

    /// <summary>The strongest proponents of a few queries.</summary>
    public IReadOnlyList<TopExamples> Examples { get; init; } = [];

    /// <summary>How the result came about.</summary>
    public required RunFacts Run { get; init; }
}
