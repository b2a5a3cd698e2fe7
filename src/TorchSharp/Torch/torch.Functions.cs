namespace TorchSharp;

public static partial class torch
{
    /// <summary>Absolute value, elementwise.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor abs(Tensor input) => input.abs();

    /// <summary>Negation, elementwise.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor neg(Tensor input) => input.neg();

    /// <summary>Sign, elementwise: -1, 0 or 1.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor sign(Tensor input) => input.sign();

    /// <summary>Square root, elementwise.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor sqrt(Tensor input) => input.sqrt();

    /// <summary>Reciprocal of the square root, elementwise.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor rsqrt(Tensor input) => input.rsqrt();

    /// <summary>Square, elementwise.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor square(Tensor input) => input.square();

    /// <summary>Reciprocal, elementwise.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor reciprocal(Tensor input) => input.reciprocal();

    /// <summary>Exponential, elementwise.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor exp(Tensor input) => input.exp();

    /// <summary>2 to the power of each element.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor exp2(Tensor input) => input.exp2();

    /// <summary>exp(x) - 1, accurate near zero, elementwise.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor expm1(Tensor input) => input.expm1();

    /// <summary>Natural logarithm, elementwise.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor log(Tensor input) => input.log();

    /// <summary>Logarithm to base 2, elementwise.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor log2(Tensor input) => input.log2();

    /// <summary>Logarithm to base 10, elementwise.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor log10(Tensor input) => input.log10();

    /// <summary>log(1 + x), accurate near zero, elementwise.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor log1p(Tensor input) => input.log1p();

    /// <summary>Largest integer not above each element.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor floor(Tensor input) => input.floor();

    /// <summary>Smallest integer not below each element.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor ceil(Tensor input) => input.ceil();

    /// <summary>Nearest integer, halves to even, elementwise.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor round(Tensor input) => input.round();

    /// <summary>Integer part, elementwise.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor trunc(Tensor input) => input.trunc();

    /// <summary>Fractional part, elementwise.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor frac(Tensor input) => input.frac();

    /// <summary>Sine, elementwise.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor sin(Tensor input) => input.sin();

    /// <summary>Cosine, elementwise.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor cos(Tensor input) => input.cos();

    /// <summary>Tangent, elementwise.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor tan(Tensor input) => input.tan();

    /// <summary>Inverse sine, elementwise.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor asin(Tensor input) => input.asin();

    /// <summary>Inverse cosine, elementwise.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor acos(Tensor input) => input.acos();

    /// <summary>Inverse tangent, elementwise.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor atan(Tensor input) => input.atan();

    /// <summary>Hyperbolic sine, elementwise.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor sinh(Tensor input) => input.sinh();

    /// <summary>Hyperbolic cosine, elementwise.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor cosh(Tensor input) => input.cosh();

    /// <summary>Hyperbolic tangent, elementwise.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor tanh(Tensor input) => input.tanh();

    /// <summary>1 / (1 + exp(-x)), elementwise.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor sigmoid(Tensor input) => input.sigmoid();

    /// <summary>Error function, elementwise.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor erf(Tensor input) => input.erf();

    /// <summary>1 - erf(x), elementwise.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor erfc(Tensor input) => input.erfc();

    /// <summary>Logarithm of the absolute gamma function, elementwise.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor lgamma(Tensor input) => input.lgamma();

    /// <summary>Logarithmic derivative of the gamma function, elementwise.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor digamma(Tensor input) => input.digamma();

    /// <summary>True where an element is not a number.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor isnan(Tensor input) => input.isnan();

    /// <summary>True where an element is infinite.</summary>
    /// <param name="tensor">The tensor.</param>
    public static Tensor isinf(Tensor tensor) => tensor.isinf();

    /// <summary>True where an element is neither infinite nor not a number.</summary>
    /// <param name="tensor">The tensor.</param>
    public static Tensor isfinite(Tensor tensor) => tensor.isfinite();

    /// <summary>True where an element is zero.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor logical_not(Tensor input) => input.logical_not();
}
