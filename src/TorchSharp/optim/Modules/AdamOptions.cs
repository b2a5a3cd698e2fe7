namespace TorchSharp.Modules;

/// <summary>Options that Adam and AdamW share; what is null is taken from the optimiser.</summary>
public abstract class AdamOptions : OptimizerOptions
{
    /// <summary>Averaging factor of the gradient.</summary>
    public double? beta1;

    /// <summary>Averaging factor of the squared gradient.</summary>
    public double? beta2;

    /// <summary>Added to the divisor.</summary>
    public double? eps;

    /// <summary>Weight decay.</summary>
    public double? weight_decay;

    /// <summary>True for AMSGrad.</summary>
    public bool? amsgrad;

    /// <summary>True to climb instead of descend.</summary>
    public bool? maximize;

    /// <inheritdoc/>
    public override void LoadStateDict(OptimizerOptions source)
    {
        base.LoadStateDict(source);
        var other = (AdamOptions)source;
        (beta1, beta2, eps, weight_decay, amsgrad, maximize) =
            (other.beta1, other.beta2, other.eps, other.weight_decay, other.amsgrad, other.maximize);
    }

    private protected override void Complete(OptimizerOptions defaults)
    {
        base.Complete(defaults);
        var other = (AdamOptions)defaults;
        beta1 ??= other.beta1;
        beta2 ??= other.beta2;
        eps ??= other.eps;
        weight_decay ??= other.weight_decay;
        amsgrad ??= other.amsgrad;
        maximize ??= other.maximize;
    }
}
