using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What Adam and AdamW share.</summary>
public abstract class AdamBase : optim.Optimizer
{
    private static readonly Operator s_add = Operator.Find("aten::add", "Tensor");
    private static readonly Operator s_addInPlace = Operator.Find("aten::add_", "Tensor");
    private static readonly Operator s_addNumber = Operator.Find("aten::add_", "Scalar");
    private static readonly Operator s_multiply = Operator.Find("aten::mul_", "Scalar");
    private static readonly Operator s_multiplyAdd = Operator.Find("aten::addcmul_");
    private static readonly Operator s_divideAdd = Operator.Find("aten::addcdiv_");
    private static readonly Operator s_maximum = Operator.Find("aten::maximum", "out");
    private static readonly Operator s_root = Operator.Find("aten::sqrt");
    private readonly AdamOptions _defaults;
    private readonly bool _decoupled;

    private protected AdamBase(IEnumerable<ParamGroup> groups, AdamOptions defaults, bool decoupled)
    {
        Check(defaults.LearningRate >= 0, $"The learning rate must be at least 0, got {defaults.LearningRate}.");
        Check(defaults.beta1 is >= 0 and < 1, $"beta1 must be within [0, 1), got {defaults.beta1}.");
        Check(defaults.beta2 is >= 0 and < 1, $"beta2 must be within [0, 1), got {defaults.beta2}.");
        Check(defaults.eps >= 0, $"eps must be at least 0, got {defaults.eps}.");
        Check(defaults.weight_decay >= 0, $"The weight decay must be at least 0, got {defaults.weight_decay}.");
        _defaults = defaults;
        _decoupled = decoupled;
        foreach (var group in groups) add_param_group(group);
    }

    private protected override OptimizerOptions Defaults => _defaults;

    private protected static TOptions NewOptions<TOptions>(
        double rate, double beta1, double beta2, double eps, double decay, bool amsgrad, bool maximize)
        where TOptions : AdamOptions, new() => new()
        {
            LearningRate = rate,
            beta1 = beta1,
            beta2 = beta2,
            eps = eps,
            weight_decay = decay,
            amsgrad = amsgrad,
            maximize = maximize,
        };

    private protected override OptimizerState NewState() => new AdamState();

    private protected override void Update(ParamGroup group, Parameter parameter, Tensor gradient, OptimizerState state)
    {
        var options = (AdamOptions)group.Options!;
        var moments = (AdamState)state;
        var (rate, decay) = (options.LearningRate!.Value, options.weight_decay!.Value);
        if (decay != 0 && _decoupled) s_multiply.CallVoid(parameter, 1 - rate * decay);
        if (decay == 0 || _decoupled)
        {
            Move(options, moments, parameter, gradient, options.maximize!.Value ? -1 : 1);
            return;
        }
        // The decay joins the gradient with the sign of a descent.
        using var total = s_add.Call(gradient, parameter, options.maximize!.Value ? -decay : decay);
        Move(options, moments, parameter, total, options.maximize.Value ? -1 : 1);
    }

    private static void Move(AdamOptions options, AdamState state, Parameter parameter, Tensor gradient, double sign)
    {
        var (beta1, beta2) = (options.beta1!.Value, options.beta2!.Value);
        var mean = state.exp_avg ??= zeros_like(parameter).DetachFromDisposeScope();
        var square = state.exp_avg_sq ??= zeros_like(parameter).DetachFromDisposeScope();
        state.step++;
        s_multiply.CallVoid(mean, beta1);
        s_addInPlace.CallVoid(mean, gradient, sign * (1 - beta1));
        s_multiply.CallVoid(square, beta2);
        s_multiplyAdd.CallVoid(square, gradient, gradient, 1 - beta2);
        if (options.amsgrad!.Value)
        {
            var largest = state.max_exp_avg_sq ??= zeros_like(parameter).DetachFromDisposeScope();
            s_maximum.CallVoid(largest, square, largest);
            square = largest;
        }
        // √(v / c₂) + ε = (√v + ε √c₂) / √c₂: one pass less over the divisor.
        var (correction1, root2) = (1 - Math.Pow(beta1, state.step), Math.Sqrt(1 - Math.Pow(beta2, state.step)));
        using var divisor = s_root.Call(square);
        s_addNumber.CallVoid(divisor, options.eps!.Value * root2);
        s_divideAdd.CallVoid(parameter, mean, divisor, -options.LearningRate!.Value / correction1 * root2);
    }

    private static void Check(bool holds, string message)
    {
        if (!holds) throw new ArgumentException(message);
    }
}
