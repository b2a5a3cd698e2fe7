using DataWorth.Evaluation.Results;

namespace DataWorth.Cli.Stages;

/// <summary>What the stages of an evaluation are told.</summary>
/// <param name="Evaluation">The evaluation.</param>
internal sealed record EvaluationJob(EvaluationDefinition Evaluation);
