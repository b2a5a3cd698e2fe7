using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using DataWorth.Configuration;
using DataWorth.Evaluation.Brittleness;
using DataWorth.Evaluation.Checks;
using DataWorth.Evaluation.Lds;
using DataWorth.Evaluation.Scores;

namespace DataWorth.Evaluation.Results;

/// <summary>What an evaluation does: models, subsets, removals, checks, and the methods that are compared.</summary>
public record EvaluationPlan : IValidatedOptions
{
    /// <summary>A name for people and for the files of the result: letters, digits, '-', '_' and '.', the first no '.'. Default
    /// "evaluation".</summary>
    [Description("A name for people and for the files of the result: letters, digits, '-', '_' and '.', the first no '.'.")]
    public string Name { get; init; } = "evaluation";

    /// <summary>Seeds of the attributed models, trained on all examples: below those of retrainings
    /// (<see cref="SubsetDesign.FirstRetrainingSeed"/>), each once. Default 0 to 4.</summary>
    [Description("Seeds of the attributed models, trained on all examples; each once.")]
    [Range(0, SubsetDesign.FirstRetrainingSeed - 1.0)]
    public IReadOnlyList<long> ModelSeeds { get; init; } = [0, 1, 2, 3, 4];

    /// <summary>The subsets of the linear datamodeling score.</summary>
    [Description("The subsets and retrainings of the linear datamodeling score.")]
    public SubsetDesign Subsets { get; init; } = new();

    /// <summary>The brittleness test.</summary>
    [Description("The brittleness test: remove the strongest proponents and train again.")]
    public BrittlenessDesign Brittleness { get; init; } = new();

    /// <summary>The cheap checks.</summary>
    [Description("Checks that need no retraining of subsets.")]
    public CheckDesign Checks { get; init; } = new();

    /// <summary>The methods, each label once.</summary>
    [JsonIgnore]
    public IReadOnlyList<MethodVariant> Methods { get; init; } = [];

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

    /// <inheritdoc/>
    public void Validate()
    {
        OptionRules.CheckRanges(this);
        OptionRules.CheckFileName(nameof(Name), Name);
        if (ModelSeeds.Count == 0 || ModelSeeds.Distinct().Count() < ModelSeeds.Count)
        {
            Throw.BadModelSeeds(ModelSeeds);
        }

        if (Methods.GroupBy(method => method.Label).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            Throw.LabelTwice(twice.Key);
        }

        foreach (var label in Brittleness.Methods.Concat(Checks.Methods))
        {
            Find(label);
        }
    }
}
