using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataWorth.Configuration;
using DataWorth.Evaluation.Brittleness;
using DataWorth.Evaluation.Checks;
using DataWorth.Evaluation.Lds;
using DataWorth.Evaluation.Scores;
using DataWorth.Evaluation.Tasks;

namespace DataWorth.Evaluation.Results;

/// <summary>What an evaluation file says: a task, and a plan whose methods are grids. Keys in the file are these names in kebab
/// case.</summary>
[Description("A DataWorth evaluation: task, retrainings, protocols and the methods that are compared.")]
public sealed record EvaluationDefinition : IValidatedOptions
{
    /// <summary>A name for people and for the files of the result.</summary>
    [Description("A name for people and for the files of the result.")]
    public string Name { get; init; } = "evaluation";

    /// <summary>What is retrained; null where the file does not say.</summary>
    [Description("What is retrained: data, model and training.")]
    public TaskOptions? Task { get; init; }

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

    /// <summary>Checks that need few retrainings or none.</summary>
    [Description("Checks that need no retraining of subsets.")]
    public CheckDesign Checks { get; init; } = new();

    /// <summary>The methods.</summary>
    [Description("The methods with their options: every combination of values is a row of the result.")]
    public IReadOnlyList<MethodGrid> Methods { get; init; } = [];

    /// <inheritdoc/>
    public void Validate()
    {
        if (ModelSeeds.Count == 0 || ModelSeeds.Distinct().Count() < ModelSeeds.Count)
        {
            Throw.BadModelSeeds(ModelSeeds);
        }

        var plan = Plan();
        if (plan.Methods.GroupBy(method => method.Label).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            Throw.LabelTwice(twice.Key);
        }

        foreach (var label in Brittleness.Methods.Concat(Checks.Methods))
        {
            plan.Find(label);
        }
    }

    /// <summary>The plan.</summary>
    public EvaluationPlan Plan() =>
        new()
        {
            Name = Name,
            ModelSeeds = ModelSeeds,
            Subsets = Subsets,
            Methods = [.. Methods.SelectMany(method => method.Variants())],
            Brittleness = Brittleness,
            Checks = Checks,
        };
}
