using System.ComponentModel;

namespace DataWorth.Cli.Pipelines;

/// <summary>An evaluation file: what is retrained, and which methods with which options are compared. Keys in the file are these names in
/// kebab case.</summary>
[Description("A DataWorth evaluation: task, retrainings, protocols and the methods that are compared.")]
internal sealed record EvaluationDefinition
{
    /// <summary>A name for people and for the files of the result.</summary>
    [Description("A name for people and for the files of the result.")]
    public string Name { get; init; } = "evaluation";

    /// <summary>What is retrained.</summary>
    [Description("Data, model and training; what is left out or 0 has the task's own value.")]
    public TaskSection Task { get; init; } = new();

    /// <summary>The models that are attributed.</summary>
    [Description("The models, trained on all examples, that are attributed.")]
    public AttributedModelSection Models { get; init; } = new();

    /// <summary>The subsets of the linear datamodeling score.</summary>
    [Description("The subsets and retrainings of the linear datamodeling score.")]
    public SubsetSection Subsets { get; init; } = new();

    /// <summary>The brittleness test.</summary>
    [Description("The brittleness test: remove the strongest proponents and train again.")]
    public BrittlenessSection Brittleness { get; init; } = new();

    /// <summary>Checks that need few retrainings or none.</summary>
    [Description("Checks that need no retraining of subsets.")]
    public CheckSection Checks { get; init; } = new();

    /// <summary>The methods.</summary>
    [Description("The methods with their option grids: every combination is a row of the result.")]
    public IReadOnlyList<MethodSection> Methods { get; init; } = [];
}
