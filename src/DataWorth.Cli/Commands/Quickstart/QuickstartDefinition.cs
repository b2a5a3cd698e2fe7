using System.ComponentModel;
using DataWorth.Configuration;
using DataWorth.Methods.Logra;
using DataWorth.Models.Training;

namespace DataWorth.Cli.Commands.Quickstart;

/// <summary>A pipeline file: everything that decides what a run computes. Keys in the file are these names in kebab case.</summary>
[Description("A DataWorth pipeline: data, model, training, attribution and report of one run.")]
internal sealed record QuickstartDefinition : IValidatedOptions
{
    /// <summary>A name for people; it appears in the report. One that files could have.</summary>
    [Description("A name for people; it appears in the report. Letters, digits, '-', '_' and '.', the first no '.'.")]
    public string Name { get; init; } = "quickstart";

    /// <summary>The training set and the queries.</summary>
    [Description("The training set and the queries.")]
    public DataSection Data { get; init; } = new();

    /// <summary>The model.</summary>
    [Description("The multilayer perceptron that is trained.")]
    public ModelSection Model { get; init; } = new();

    /// <summary>How the model is trained.</summary>
    [Description("How the model is trained.")]
    public TrainingOptions Training { get; init; } = new();

    /// <summary>How the predictions are attributed.</summary>
    [Description("How the predictions are attributed: LoGra with random projections.")]
    public LograOptions Logra { get; init; } = new() { Name = "quickstart", Rank = 32 };

    /// <summary>What the report shows.</summary>
    [Description("What the report shows.")]
    public ReportSection Report { get; init; } = new();

    /// <inheritdoc/>
    public void Validate()
    {
        OptionRules.CheckFileName(nameof(Name), Name);
        const string Reason = "the quickstart shows every query with its total score";
        OptionRules.RefuseUnused(
            Logra,
            [
                new(nameof(Logra.Aggregation), Reason),
                new(nameof(Logra.ModuleScores), Reason),
                new(nameof(Logra.IdColumn), Reason),
                new(nameof(Logra.ScoreColumn), Reason),
                new(nameof(Logra.SelfInfluenceColumn), Reason),
            ]
        );
    }
}
