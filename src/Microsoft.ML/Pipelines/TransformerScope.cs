namespace Microsoft.ML.Data;

/// <summary>Purposes that a transformer of a chain serves.</summary>
[Flags]
public enum TransformerScope
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Preparing data to train on.</summary>
    Training = 1 << 0,

    /// <summary>Preparing data to evaluate on.</summary>
    Testing = 1 << 1,

    /// <summary>Predicting.</summary>
    Scoring = 1 << 2,

    /// <summary>Training and testing, e.g. of a transformer of the label.</summary>
    TrainTest = Training | Testing,

    /// <summary>All purposes.</summary>
    Everything = Training | Testing | Scoring,
}
