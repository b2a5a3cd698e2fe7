namespace DataWorth.Models.Training;

/// <summary>Outcome of a training.</summary>
/// <param name="Steps">Number of steps made.</param>
/// <param name="Loss">Mean loss of the last epoch.</param>
/// <param name="Accuracy">Share of right predictions in the last epoch, made before each step's update.</param>
/// <param name="Elapsed">Time taken.</param>
public sealed record TrainingResult(long Steps, double Loss, double Accuracy, TimeSpan Elapsed);
