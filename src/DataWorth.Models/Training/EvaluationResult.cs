namespace DataWorth.Models.Training;

/// <summary>Quality of a network on rows.</summary>
/// <param name="Targets">Number of targets that count, at least 1; -100 does not.</param>
/// <param name="Loss">Mean cross entropy per target.</param>
/// <param name="Accuracy">Share of targets that the largest logit meets.</param>
public sealed record EvaluationResult(long Targets, double Loss, double Accuracy);
