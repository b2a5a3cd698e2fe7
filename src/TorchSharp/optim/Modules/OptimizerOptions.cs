namespace TorchSharp.Modules;

/// <summary>Base of the options of a group; what is null is taken from the optimiser.</summary>
public abstract class OptimizerOptions
{
    /// <summary>Learning rate.</summary>
    public double? LearningRate { get; set; }

    /// <summary>Learning rate at the start, from which schedules compute.</summary>
    public double InitialLearningRate { get; set; }

    /// <summary>Copies the options of another group.</summary>
    /// <param name="source">Options of the same kind.</param>
    public virtual void LoadStateDict(OptimizerOptions source)
    {
        LearningRate = source.LearningRate;
        InitialLearningRate = source.InitialLearningRate;
    }

    private protected virtual void Complete(OptimizerOptions defaults)
    {
        LearningRate ??= defaults.LearningRate;
        InitialLearningRate = LearningRate!.Value;
    }

    internal void CompleteFrom(OptimizerOptions defaults) => Complete(defaults);
}
