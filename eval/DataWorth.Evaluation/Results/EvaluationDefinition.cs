using System.ComponentModel;
using System.Text.Json.Serialization;
using DataWorth.Evaluation.Scores;
using DataWorth.Evaluation.Tasks;

namespace DataWorth.Evaluation.Results;

/// <summary>An evaluation file: a plan whose methods are grids, with the task. Keys in the file are these names in kebab case.</summary>
[Description("A DataWorth evaluation: task, retrainings, protocols and the methods that are compared.")]
public sealed record EvaluationDefinition : EvaluationPlan
{
    /// <summary>What is retrained; null where the file does not say.</summary>
    [Description("What is retrained: data, model and training.")]
    public TaskOptions? Task { get; init; }

    /// <summary>The methods of the plan.</summary>
    [Description("The methods with their options: every combination of values is a row of the result.")]
    [JsonPropertyName("methods")]
    public IReadOnlyList<MethodGrid> Grids
    {
        get;
        init
        {
            field = value;
            Methods = [.. value.SelectMany(grid => grid.Variants())];
        }
    } = [];

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (Task is not null)
        {
            CheckSize(Task.TrainCount, Task.QueryCount);
        }
    }

    /// <inheritdoc/>
    private protected override string PlaceOf(int method) =>
        $"methods[{Grids.SelectMany((grid, i) => grid.Variants().Select(_ => i)).ElementAt(method)}]";
}
