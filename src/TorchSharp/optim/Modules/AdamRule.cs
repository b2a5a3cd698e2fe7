using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The update that Adam and AdamW share, and the checks of their options.</summary>
internal static class AdamRule
{
    private static readonly Operator s_add = Operator.Find("aten::add", "Tensor");
    private static readonly Operator s_addInPlace = Operator.Find("aten::add_", "Tensor");
    private static readonly Operator s_addNumber = Operator.Find("aten::add_", "Scalar");
    private static readonly Operator s_multiply = Operator.Find("aten::mul_", "Scalar");
    private static readonly Operator s_multiplyAdd = Operator.Find("aten::addcmul_");
    private static readonly Operator s_divideAdd = Operator.Find("aten::addcdiv_");
    private static readonly Operator s_maximum = Operator.Find("aten::maximum", "out");
    private static readonly Operator s_root = Operator.Find("aten::sqrt");

    /// <summary>Refuses values out of range.</summary>
    public static void Check(double rate, double beta1, double beta2, double eps, double decay)
    {
        Require(rate >= 0, $"The learning rate must be at least 0, got {rate}.");
        Require(beta1 is >= 0 and < 1, $"beta1 must be within [0, 1), got {beta1}.");
        Require(beta2 is >= 0 and < 1, $"beta2 must be within [0, 1), got {beta2}.");
        Require(eps >= 0, $"eps must be at least 0, got {eps}.");
        Require(decay >= 0, $"The weight decay must be at least 0, got {decay}.");
    }

    /// <summary>p ← (1 − η λ) p.</summary>
    public static void Decay(Parameter parameter, double rate, double decay)
    {
        if (decay != 0) s_multiply.CallVoid(parameter, 1 - rate * decay);
    }

    /// <summary>The gradient with decay added, so that its descent is a descent of the decay too; null without decay.</summary>
    public static Tensor? WithDecay(Parameter parameter, Tensor gradient, double decay, bool maximize) =>
        decay == 0 ? null : s_add.Call(gradient, parameter, maximize ? -decay : decay);

    /// <summary>Averages a gradient into the moments and moves the parameter.</summary>
    public static void Move(
        Parameter parameter, Tensor gradient, long step, (double Rate, double Beta1, double Beta2, double Eps, bool Maximize) options,
        Tensor mean, Tensor square, Tensor? largest)
    {
        var (rate, beta1, beta2, eps, maximize) = options;
        s_multiply.CallVoid(mean, beta1);
        s_addInPlace.CallVoid(mean, gradient, (maximize ? -1 : 1) * (1 - beta1));
        s_multiply.CallVoid(square, beta2);
        s_multiplyAdd.CallVoid(square, gradient, gradient, 1 - beta2);
        if (largest is not null) s_maximum.CallVoid(largest, square, largest);

        // √(v / c₂) + ε = (√v + ε √c₂) / √c₂: one pass less over the divisor.
        var (correction1, root2) = (1 - Math.Pow(beta1, step), Math.Sqrt(1 - Math.Pow(beta2, step)));
        using var divisor = s_root.Call(largest ?? square);
        s_addNumber.CallVoid(divisor, eps * root2);
        s_divideAdd.CallVoid(parameter, mean, divisor, -rate / correction1 * root2);
    }

    private static void Require(bool holds, string message)
    {
        if (!holds) throw new ArgumentException(message);
    }
}
