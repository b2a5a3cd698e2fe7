namespace DataWorth.Models.Training;

/// <summary>How the learning rate changes during training.</summary>
public enum LearningRateSchedule
{
    /// <summary>Not at all.</summary>
    Constant,

    /// <summary>In a straight line from 0 up to the rate at <see cref="TrainingOptions.PeakEpoch"/>, and down to 0 at the end.</summary>
    Triangular,

    /// <summary>In a straight line from the rate down to 0 at the end.</summary>
    LinearDecay,

    /// <summary>In half a cosine wave from the rate down to 0 at the end.</summary>
    Cosine,
}
