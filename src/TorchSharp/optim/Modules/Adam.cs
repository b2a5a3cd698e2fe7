using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Adam (Kingma and Ba 2015).</summary>
/// <remarks>
/// With g = ∇ + λ p: m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g² and, with bias corrections
/// c₁ = 1 − β₁ᵗ, c₂ = 1 − β₂ᵗ: p ← p − η (m / c₁) / (√(v / c₂) + ε). AMSGrad uses the largest v so far.
/// </remarks>
public class Adam : optim.Optimizer
{
    private readonly Options _defaults;

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
    public Adam(
        IEnumerable<ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        double weight_decay = 0, bool amsgrad = false, bool maximize = false)
    {
        AdamRule.Check(lr, beta1, beta2, eps, weight_decay);
        _defaults = NewOptions(lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);
        foreach (var group in parameters) add_param_group(group);
    }

    private protected override OptimizerOptions Defaults => _defaults;

    private protected override OptimizerState NewState() => new State();

    private protected override void Update(Modules.ParamGroup group, Parameter parameter, Tensor gradient, OptimizerState state)
    {
        var settings = (Options)group.Options!;
        var moments = (State)state;
        var (rate, decay, maximize) = (settings.LearningRate!.Value, settings.weight_decay!.Value, settings.maximize!.Value);
        moments.Advance(parameter, settings.amsgrad!.Value);
        using var decayed = AdamRule.WithDecay(parameter, gradient, decay, maximize);
        AdamRule.Move(
            parameter, decayed ?? gradient, moments.step, (rate, settings.beta1!.Value, settings.beta2!.Value, settings.eps!.Value, maximize),
            moments.exp_avg!, moments.exp_avg_sq!, moments.max_exp_avg_sq);
    }

    private static Options NewOptions(double rate, double beta1, double beta2, double eps, double decay, bool amsgrad, bool maximize) => new()
    {
        LearningRate = rate,
        beta1 = beta1,
        beta2 = beta2,
        eps = eps,
        weight_decay = decay,
        amsgrad = amsgrad,
        maximize = maximize,
    };

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
            : base(parameters, NewOptions(lr, beta1, beta2, eps, weight_decay, amsgrad, maximize))
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
    public class Options : OptimizerOptions
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
            var other = (Options)source;
            (beta1, beta2, eps, weight_decay, amsgrad, maximize) =
                (other.beta1, other.beta2, other.eps, other.weight_decay, other.amsgrad, other.maximize);
        }

        private protected override void Complete(OptimizerOptions defaults)
        {
            base.Complete(defaults);
            var other = (Options)defaults;
            beta1 ??= other.beta1;
            beta2 ??= other.beta2;
            eps ??= other.eps;
            weight_decay ??= other.weight_decay;
            amsgrad ??= other.amsgrad;
            maximize ??= other.maximize;
        }
    }

    /// <summary>What is remembered of a parameter.</summary>
    public class State : OptimizerState
    {
        /// <summary>Number of steps made.</summary>
        public long step;

        /// <summary>Average m of the gradient; null before the first step.</summary>
        public Tensor? exp_avg;

        /// <summary>Average v of the squared gradient; null before the first step.</summary>
        public Tensor? exp_avg_sq;

        /// <summary>Largest v so far; null without AMSGrad.</summary>
        public Tensor? max_exp_avg_sq;

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerState source)
        {
            var other = (State)source;
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

        internal void Advance(Parameter parameter, bool amsgrad)
        {
            step++;
            exp_avg ??= zeros_like(parameter).DetachFromDisposeScope();
            exp_avg_sq ??= zeros_like(parameter).DetachFromDisposeScope();
            if (amsgrad) max_exp_avg_sq ??= zeros_like(parameter).DetachFromDisposeScope();
        }
    }
}
