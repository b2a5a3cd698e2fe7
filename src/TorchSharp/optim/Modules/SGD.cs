using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Stochastic gradient descent, optionally with momentum.</summary>
/// <remarks>
/// With g = ∇ + λ p (weight decay λ): b ← μ b + (1 − dampening) g, the first time b ← g; p ← p − η b, or p ← p − η (g + μ b) with Nesterov's
/// momentum, or p ← p − η g without momentum. All changes are made in place; nothing is allocated after the first step.
/// </remarks>
public class SGD : optim.Optimizer
{
    private static readonly Operator s_add = Operator.Find("aten::add_", "Tensor");
    private static readonly Operator s_multiply = Operator.Find("aten::mul_", "Scalar");
    private readonly Options _defaults;

    /// <summary>Creates the optimiser.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="learningRate">Learning rate η, at least 0.</param>
    /// <param name="momentum">Momentum factor μ, at least 0. Default 0.</param>
    /// <param name="dampening">Dampening of the momentum. Default 0.</param>
    /// <param name="weight_decay">Weight decay λ, at least 0. Default 0.</param>
    /// <param name="nesterov">True for Nesterov's momentum. Default false.</param>
    /// <param name="maximize">True to climb instead of descend. Default false.</param>
    /// <exception cref="ArgumentException">A value is out of range, or Nesterov's momentum is asked for without momentum or with dampening.</exception>
    public SGD(
        IEnumerable<ParamGroup> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0,
        bool nesterov = false, bool maximize = false)
    {
        if (!(learningRate >= 0)) throw new ArgumentException($"The learning rate must be at least 0, got {learningRate}.", nameof(learningRate));
        if (!(momentum >= 0)) throw new ArgumentException($"The momentum must be at least 0, got {momentum}.", nameof(momentum));
        if (!(weight_decay >= 0)) throw new ArgumentException($"The weight decay must be at least 0, got {weight_decay}.", nameof(weight_decay));
        if (nesterov && (momentum == 0 || dampening != 0))
        {
            throw new ArgumentException("Nesterov's momentum needs a momentum and no dampening.", nameof(nesterov));
        }
        _defaults = new Options
        {
            LearningRate = learningRate,
            momentum = momentum,
            dampening = dampening,
            weight_decay = weight_decay,
            nesterov = nesterov,
            maximize = maximize,
        };
        foreach (var group in parameters) add_param_group(group);
    }

    private protected override OptimizerOptions Defaults => _defaults;

    private protected override OptimizerState NewState() => new State();

    private protected override void Update(Modules.ParamGroup group, Parameter parameter, Tensor gradient, OptimizerState state)
    {
        var options = (Options)group.Options!;
        var (rate, momentum, decay) = (options.LearningRate!.Value, options.momentum!.Value, options.weight_decay!.Value);
        var ascend = options.maximize!.Value; // ascending follows −∇
        var sign = ascend ? -1.0 : 1.0;
        if (momentum == 0)
        {
            if (decay != 0) s_multiply.CallVoid(parameter, 1 - rate * decay);
            s_add.CallVoid(parameter, gradient, -rate * sign);
            return;
        }
        var part = Accumulate((State)state, parameter, gradient, momentum, 1 - options.dampening!.Value, sign, decay);
        if (options.nesterov!.Value)
        {
            if (decay != 0) s_multiply.CallVoid(parameter, 1 - rate * decay);
            s_add.CallVoid(parameter, gradient, -rate * sign);
            s_add.CallVoid(parameter, part, -rate * momentum);
        }
        else
        {
            s_add.CallVoid(parameter, part, -rate);
        }
    }

    private static Tensor Accumulate(
        State state, Parameter parameter, Tensor gradient, double momentum, double weight, double sign, double decay)
    {
        if (state.momentum_buffer is { } buffer)
        {
            s_multiply.CallVoid(buffer, momentum);
        }
        else
        {
            buffer = state.momentum_buffer = zeros_like(gradient).DetachFromDisposeScope();
            weight = 1;
        }
        s_add.CallVoid(buffer, gradient, sign * weight);
        if (decay != 0) s_add.CallVoid(buffer, parameter, decay * weight);
        return buffer;
    }

    /// <summary>Parameters with their own options.</summary>
    public class ParamGroup : ParamGroup<Options>, optim.IMomentum
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
        /// <param name="momentum">Momentum factor. Default 0.</param>
        /// <param name="dampening">Dampening of the momentum. Default 0.</param>
        /// <param name="weight_decay">Weight decay. Default 0.</param>
        /// <param name="nesterov">True for Nesterov's momentum. Default false.</param>
        /// <param name="maximize">True to climb instead of descend. Default false.</param>
        public ParamGroup(
            IEnumerable<Parameter> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0,
            bool nesterov = false, bool maximize = false)
            : base(parameters, new Options
            {
                LearningRate = lr,
                momentum = momentum,
                dampening = dampening,
                weight_decay = weight_decay,
                nesterov = nesterov,
                maximize = maximize,
            })
        {
        }

        /// <inheritdoc/>
        public double Momentum
        {
            get => Options!.momentum!.Value;
            set => Options!.momentum = value;
        }
    }

    /// <summary>Options of a group; what is null is taken from the optimiser.</summary>
    public class Options : OptimizerOptions
    {
        /// <summary>Momentum factor.</summary>
        public double? momentum;

        /// <summary>Dampening of the momentum.</summary>
        public double? dampening;

        /// <summary>Weight decay.</summary>
        public double? weight_decay;

        /// <summary>True for Nesterov's momentum.</summary>
        public bool? nesterov;

        /// <summary>True to climb instead of descend.</summary>
        public bool? maximize;

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var other = (Options)source;
            (momentum, dampening, weight_decay, nesterov, maximize) =
                (other.momentum, other.dampening, other.weight_decay, other.nesterov, other.maximize);
        }

        private protected override void Complete(OptimizerOptions defaults)
        {
            base.Complete(defaults);
            var other = (Options)defaults;
            momentum ??= other.momentum;
            dampening ??= other.dampening;
            weight_decay ??= other.weight_decay;
            nesterov ??= other.nesterov;
            maximize ??= other.maximize;
        }
    }

    /// <summary>What is remembered of a parameter.</summary>
    public class State : OptimizerState
    {
        /// <summary>Momentum b of the parameter's shape; null before the first step and without momentum.</summary>
        public Tensor? momentum_buffer;

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerState source) => Copy(ref momentum_buffer, ((State)source).momentum_buffer);

        /// <inheritdoc/>
        public override void Dispose() => momentum_buffer?.Dispose();
    }
}
