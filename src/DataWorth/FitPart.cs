namespace DataWorth;

/// <summary>What a fit depends on, and must find again when it is opened.</summary>
public enum FitPart
{
    /// <summary>Options of the method, checkpoints and storage.</summary>
    Options,

    /// <summary>The training rows.</summary>
    TrainingRows,

    /// <summary>The weights of the model.</summary>
    Weights,

    /// <summary>Code and structure of the model and of the task.</summary>
    Model,
}
