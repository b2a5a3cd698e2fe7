using DataWorth.Evaluation.Brittleness;
using DataWorth.Evaluation.Checks;
using DataWorth.Evaluation.Lds;
using DataWorth.Evaluation.Scores;

namespace DataWorth.Evaluation.Results;

/// <summary>What an evaluation does: models, subsets, removals, checks, and the methods that are compared.</summary>
public sealed record EvaluationPlan
{
    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Seeds of the attributed models, trained on all examples. Default 0 to 4.</summary>
    public IReadOnlyList<long> ModelSeeds { get; init; } = [0, 1, 2, 3, 4];

    /// <summary>The subsets of the linear datamodeling score.</summary>
    public SubsetDesign Subsets { get; init; } = new();

    /// <summary>The methods, each label once.</summary>
    public IReadOnlyList<MethodVariant> Methods { get; init; } = [];

    /// <summary>The brittleness test.</summary>
    public BrittlenessDesign Brittleness { get; init; } = new();

    /// <summary>The cheap checks.</summary>
    public CheckDesign Checks { get; init; } = new();

    /// <summary>The method of a label.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public MethodVariant Find(string label)
    {
        var found = Methods.FirstOrDefault(method => method.Label == label);
        if (found is null)
        {
            Throw.UnknownLabel(label, Methods.Select(method => method.Label));
        }

        return found;
    }
}
