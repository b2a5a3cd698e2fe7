namespace DataWorth.Evaluation.Results;

/// <summary>Why a part of a result means little.</summary>
/// <param name="Kind">What is wrong, for scripts, a constant of <see cref="EvaluationWarnings"/> such as "few-subsets".</param>
/// <param name="Message">What was found, what was expected and why, in a sentence or two.</param>
public sealed record EvaluationWarning(string Kind, string Message);
