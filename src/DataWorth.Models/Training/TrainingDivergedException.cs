namespace DataWorth.Models.Training;

/// <summary>The loss of a training or an evaluation is not finite.</summary>
public sealed class TrainingDivergedException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What happened, where, and what to do.</param>
    /// <param name="step">Number of the step from 1; 0 in an evaluation.</param>
    /// <param name="lastLoss">Last finite loss; NaN if there was none.</param>
    public TrainingDivergedException(string message, long step, double lastLoss)
        : base(message)
    {
        Step = step;
        LastLoss = lastLoss;
    }

    /// <summary>Number of the step from 1; 0 in an evaluation.</summary>
    public long Step { get; }

    /// <summary>Last finite loss; NaN if there was none.</summary>
    public double LastLoss { get; }
}
