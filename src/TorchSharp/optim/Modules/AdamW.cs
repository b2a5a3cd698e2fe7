using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>AdamW (Loshchilov and Hutter 2019): weight decay acts on the parameters, not through the gradient.</summary>
/// <remarks>
/// With p ← (1 − η λ) p first and g = ∇: m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g² and, with bias corrections
/// c₁ = 1 − β₁ᵗ, c₂ = 1 − β₂ᵗ: p ← p − η (m / c₁) / (√(v / c₂) + ε). AMSGrad uses the largest v so far.
/// </remarks>
public class AdamW : AdamBase
{
    /// <summary>Creates the optimiser.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="lr">Learning rate η, at least 0. Default 1e-3.</param>
    /// <param name="beta1">Averaging factor β₁ of the gradient, within [0, 1). Default 0.9.</param>
    /// <param name="beta2">Averaging factor β₂ of its square, within [0, 1). Default 0.999.</param>
    /// <param name="eps">Added to the divisor, at least 0. Default 1e-8.</param>
    /// <param name="weight_decay">Weight decay λ, at least 0. Default 0.</param>
    /// <param name="amsgrad">True for AMSGrad. Default false.</param>
    /// <param name="maximize">True to climb instead of descend. Default false.</param>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public AdamW(
        IEnumerable<ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        : base(parameters, NewOptions<Options>(lr, beta1, beta2, eps, weight_decay, amsgrad, maximize), decoupled: true)
    {
    }

    /// <summary>Parameters with their own options.</summary>
    public class ParamGroup : ParamGroup<Options>, optim.IBetas
    {
        /// <summary>Creates a group.</summary>
        /// <param name="parameters">The parameters.</param>
        /// <param name="options">The options; null takes those of the optimiser.</param>
        public ParamGroup(IEnumerable<Parameter> parameters, Options? options = null) : base(parameters, options)
        {
        }

        /// <summary>Creates a group.</summary>
        /// <param name="parameters">The parameters.</param>
        /// <param name="lr">Learning rate.</param>
        /// <param name="beta1">Averaging factor of the gradient. Default 0.9.</param>
        /// <param name="beta2">Averaging factor of its square. Default 0.999.</param>
        /// <param name="eps">Added to the divisor. Default 1e-8.</param>
        /// <param name="weight_decay">Weight decay. Default 0.</param>
        /// <param name="amsgrad">True for AMSGrad. Default false.</param>
        /// <param name="maximize">True to climb instead of descend. Default false.</param>
        public ParamGroup(
            IEnumerable<Parameter> parameters, double lr, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : base(parameters, NewOptions<Options>(lr, beta1, beta2, eps, weight_decay, amsgrad, maximize))
        {
        }

        /// <inheritdoc/>
        public (double, double) Betas
        {
            get => (Options!.beta1!.Value, Options.beta2!.Value);
            set => (Options!.beta1, Options.beta2) = value;
        }
    }

    /// <summary>Options of a group; what is null is taken from the optimiser.</summary>
    public class Options : AdamOptions
    {
    }
}
