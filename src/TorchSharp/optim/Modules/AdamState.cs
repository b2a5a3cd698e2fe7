using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What Adam and AdamW remember of a parameter.</summary>
public class AdamState : OptimizerState
{
    /// <summary>Number of steps made.</summary>
    public long step;

    /// <summary>Average m of the gradient; null before the first step.</summary>
    public Tensor? exp_avg;

    /// <summary>Average v of the squared gradient; null before the first step.</summary>
    public Tensor? exp_avg_sq;

    /// <summary>Largest v so far, with AMSGrad.</summary>
    public Tensor? max_exp_avg_sq;

    /// <inheritdoc/>
    public override void LoadStateDict(OptimizerState source)
    {
        var other = (AdamState)source;
        step = other.step;
        Copy(ref exp_avg, other.exp_avg);
        Copy(ref exp_avg_sq, other.exp_avg_sq);
        Copy(ref max_exp_avg_sq, other.max_exp_avg_sq);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        exp_avg?.Dispose();
        exp_avg_sq?.Dispose();
        max_exp_avg_sq?.Dispose();
    }
}
