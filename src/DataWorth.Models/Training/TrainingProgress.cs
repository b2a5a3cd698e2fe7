namespace DataWorth.Models.Training;

/// <summary>Where a training stands.</summary>
/// <param name="Epoch">Number of the epoch from 1.</param>
/// <param name="Epochs">Number of epochs.</param>
/// <param name="Step">Number of steps made.</param>
/// <param name="Steps">Number of steps in all.</param>
/// <param name="Loss">Mean loss of the epoch so far.</param>
/// <param name="Accuracy">Share of right predictions in the epoch so far, made before each step's update.</param>
/// <param name="LearningRate">Learning rate of the last step.</param>
/// <param name="ExamplesPerSecond">Examples per second since the start.</param>
/// <param name="Remaining">Expected time until the end.</param>
public readonly record struct TrainingProgress(
    int Epoch,
    int Epochs,
    long Step,
    long Steps,
    double Loss,
    double Accuracy,
    double LearningRate,
    double ExamplesPerSecond,
    TimeSpan Remaining
);
