using DataWorth.Artifacts;

namespace DataWorth.Cli.Stages;

/// <summary>All stages that plans are made of.</summary>
internal static class StageTable
{
    /// <summary>The stages in the order in which they come in a plan.</summary>
    public static IReadOnlyList<StageDescription> Stages { get; } =
    [
        new(StageKinds.Rows, "the training examples as they are read again and again", FitStages.Rows),
        new(StageKinds.Train, "trains the model", FitStages.Train),
        new(StageKinds.Map, "a pass for projections that are learned", FitStages.Map),
        new(StageKinds.Collect, "projected gradients of the training examples", FitStages.Collect),
        new(StageKinds.Curvature, "a pass for the curvature", FitStages.Curvature),
        new(StageKinds.Coefficients, "numbers of the curvature per example", FitStages.Coefficients),
        new(StageKinds.Fit, "the fit, to be asked by its name", FitStages.Fit),
        new(StageKinds.Queries, "what the model predicts for the queries", QueryStages.Predict),
        new(StageKinds.Score, "strongest examples of each share of the rows", QueryStages.Score),
        new(StageKinds.TopK, "strongest examples of all", QueryStages.TopK),
        new(StageKinds.Suspects, "training examples whose label may be wrong", QueryStages.Suspects),
        new(StageKinds.Report, "the page", QueryStages.Report),
        new(StageKinds.Models, "the models that methods are asked about", EvaluationStages.Models),
        new(StageKinds.Retrain, "models retrained on subsets", EvaluationStages.Retrain),
        new(StageKinds.Scores, "scores of all pairs by each method and model", EvaluationStages.Scores),
        new(StageKinds.Removals, "models retrained without the strongest", EvaluationStages.Removals),
        new(StageKinds.Evaluate, "what the scores predict of the retrainings", EvaluationStages.Evaluate),
    ];

    /// <summary>The row of a kind.</summary>
    /// <exception cref="ArtifactException">There is none: another version made the plan.</exception>
    public static StageDescription Get(string kind) =>
        Stages.FirstOrDefault(stage => stage.Kind == kind)
        ?? throw new ArtifactException(
            $"The plan has a stage of kind '{kind}', which this version of the program does not know. Plan again."
        );
}
