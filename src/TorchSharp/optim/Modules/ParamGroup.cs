using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Parameters that share options in an optimiser.</summary>
public class ParamGroup : optim.ILearningRateController
{
    private IReadOnlyList<Parameter> _items = [];

    /// <summary>The parameters.</summary>
    public IEnumerable<Parameter> Parameters
    {
        get => _items;
        set => _items = [.. value];
    }

    /// <summary>The options; null takes those of the optimiser.</summary>
    public OptimizerOptions? Options { get; set; }

    /// <inheritdoc/>
    public double LearningRate
    {
        get => Options!.LearningRate!.Value;
        set => Options!.LearningRate = value;
    }

    /// <inheritdoc/>
    public double InitialLearningRate
    {
        get => Options!.InitialLearningRate;
        set => Options!.InitialLearningRate = value;
    }

    internal IReadOnlyList<Parameter> Items => _items;

    internal OptimizerState[] States { get; set; } = [];

    internal virtual void Complete(OptimizerOptions defaults) => Options!.CompleteFrom(defaults);
}
