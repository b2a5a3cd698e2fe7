using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Base of what an optimiser remembers of one parameter.</summary>
public abstract class OptimizerState : IDisposable
{
    /// <summary>Copies the state of another parameter of the same shape.</summary>
    /// <param name="source">State of the same kind.</param>
    public abstract void LoadStateDict(OptimizerState source);

    /// <inheritdoc/>
    public abstract void Dispose();

    private protected static void Copy(ref Tensor? target, Tensor? source)
    {
        if (ReferenceEquals(target, source)) return;
        target?.Dispose();
        target = source?.clone().DetachFromDisposeScope();
    }
}
