using TorchSharp.Tests.Reference;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Operations;

/// <summary>Elementwise operations.</summary>
internal static class PointwiseCases
{
    private static readonly Nd s_any = Numbers.Uniform(1, -2, 2, 3, 4);
    private static readonly Nd s_positive = Numbers.Uniform(2, 0.2, 3, 3, 4);
    private static readonly Nd s_unit = Numbers.Uniform(3, -0.9, 0.9, 3, 4);
    private static readonly Nd s_row = Numbers.Uniform(4, 0.5, 2, 1, 4);
    private static readonly Nd s_column = Numbers.Uniform(5, 0.5, 2, 3, 1);
    private static readonly Nd s_distinct = Numbers.Distinct(6, 3, 4);

    public static IEnumerable<OperationCase> All() => [.. Unary(), .. Binary(), .. Fused(), .. Comparisons()];

    private static IEnumerable<OperationCase> Unary()
    {
        OperationCase Row(string name, Nd input, Func<Tensor, Tensor> run, Func<double, double> reference, bool differentiable = true) =>
            new(name, [input], x => run(x[0]), x => x[0].Map(reference)) { Differentiable = differentiable };

        yield return Row("abs", s_any, x => x.abs(), Math.Abs);
        yield return Row("neg", s_any, x => x.neg(), x => -x);
        yield return Row("unary minus", s_any, x => -x, x => -x);
        yield return Row("sign", s_any, x => x.sign(), x => Math.Sign(x), false);
        yield return Row("sqrt", s_positive, x => x.sqrt(), Math.Sqrt);
        yield return Row("rsqrt", s_positive, x => x.rsqrt(), x => 1 / Math.Sqrt(x));
        yield return Row("square", s_any, x => x.square(), x => x * x);
        yield return Row("reciprocal", s_positive, x => x.reciprocal(), x => 1 / x);
        yield return Row("exp", s_any, x => x.exp(), Math.Exp);
        yield return Row("exp2", s_any, x => x.exp2(), x => Math.Pow(2, x));
        yield return Row("expm1", s_unit.Map(x => x * 1e-3), x => x.expm1(), x => x + (x * x / 2) + (x * x * x / 6) + (x * x * x * x / 24));
        yield return Row("log", s_positive, x => x.log(), Math.Log);
        yield return Row("log2", s_positive, x => x.log2(), Math.Log2);
        yield return Row("log10", s_positive, x => x.log10(), Math.Log10);
        yield return Row("log1p", s_positive, x => x.log1p(), x => Math.Log(1 + x));
        yield return Row("floor", s_any, x => x.floor(), Math.Floor, false);
        yield return Row("ceil", s_any, x => x.ceil(), Math.Ceiling, false);
        yield return Row("round", s_distinct.Map(x => x * 4), x => x.round(), x => Math.Round(x, MidpointRounding.ToEven), false);
        yield return Row("trunc", s_any, x => x.trunc(), Math.Truncate, false);
        yield return Row("frac", s_any, x => x.frac(), x => x - Math.Truncate(x));
        yield return Row("sin", s_any, x => x.sin(), Math.Sin);
        yield return Row("cos", s_any, x => x.cos(), Math.Cos);
        yield return Row("tan", s_unit, x => x.tan(), Math.Tan);
        yield return Row("asin", s_unit, x => x.asin(), Math.Asin);
        yield return Row("acos", s_unit, x => x.acos(), Math.Acos);
        yield return Row("atan", s_any, x => x.atan(), Math.Atan);
        yield return Row("sinh", s_any, x => x.sinh(), Math.Sinh);
        yield return Row("cosh", s_any, x => x.cosh(), Math.Cosh);
        yield return Row("tanh", s_any, x => x.tanh(), Math.Tanh);
        yield return Row("sigmoid", s_any, x => x.sigmoid(), x => 1 / (1 + Math.Exp(-x)));
        yield return Row("relu", s_distinct, x => x.relu(), x => Math.Max(x, 0));
        yield return Row("silu", s_any, x => x.silu(), x => x / (1 + Math.Exp(-x)));
        yield return Row("erf", s_any, x => x.erf(), Special.Erf);
        yield return Row("erfc", s_any, x => x.erfc(), x => 1 - Special.Erf(x));
        yield return Row("lgamma", s_positive, x => x.lgamma(), Special.LogGamma);
        yield return Row("digamma", s_positive, x => x.digamma(), Special.Digamma);
        yield return Row("clamp", s_distinct, x => x.clamp(-1.0, 0.7), x => Math.Clamp(x, -1, 0.7));
        yield return Row("clamp_min", s_distinct, x => x.clamp_min(-0.5), x => Math.Max(x, -0.5));
        yield return Row("clamp_max", s_distinct, x => x.clamp_max(0.5), x => Math.Min(x, 0.5));
        yield return Row("pow scalar", s_positive, x => x.pow(2.5), x => Math.Pow(x, 2.5));
        yield return Row("add scalar", s_any, x => x + 1.5, x => x + 1.5);
        yield return Row("sub scalar", s_any, x => x - 1.5f, x => x - 1.5);
        yield return Row("scalar minus", s_any, x => 2 - x, x => 2 - x);
        yield return Row("mul scalar", s_any, x => 3L * x, x => 3 * x);
        yield return Row("div scalar", s_any, x => x / 4, x => x / 4);
        yield return Row("scalar over", s_positive, x => 2.0 / x, x => 2 / x);
        yield return Row("remainder scalar", s_any, x => x % 0.75, x => x - (Math.Floor(x / 0.75) * 0.75));
        yield return Row("nan_to_num", Nd.Vector(1, double.NaN, double.PositiveInfinity, double.NegativeInfinity), x => x.nan_to_num(0.5, 7, -7),
            x => double.IsNaN(x) ? 0.5 : double.IsInfinity(x) ? 7 * Math.Sign(x) : x, false);
        yield return Row("isnan", Nd.Vector(1, double.NaN, double.PositiveInfinity), x => x.isnan(), x => double.IsNaN(x) ? 1 : 0, false);
        yield return Row("isinf", Nd.Vector(1, double.NaN, double.PositiveInfinity), x => x.isinf(), x => double.IsInfinity(x) ? 1 : 0, false);
        yield return Row("isfinite", Nd.Vector(1, double.NaN, double.PositiveInfinity), x => x.isfinite(), x => double.IsFinite(x) ? 1 : 0, false);
        yield return Row("logical_not", Nd.Vector(0, 2, -1), x => x.logical_not(), x => x == 0 ? 1 : 0, false);
    }

    private static IEnumerable<OperationCase> Binary()
    {
        OperationCase Row(string name, Nd left, Nd right, Func<Tensor, Tensor, Tensor> run, Func<double, double, double> reference, bool differentiable = true) =>
            new(name, [left, right], x => run(x[0], x[1]), x => x[0].Zip(x[1], reference)) { Differentiable = differentiable };

        yield return Row("add", s_any, s_row, (a, b) => a + b, (a, b) => a + b);
        yield return Row("add alpha", s_any, s_column, (a, b) => a.add(b, 2.5), (a, b) => a + (2.5 * b));
        yield return Row("sub", s_any, s_column, (a, b) => a - b, (a, b) => a - b);
        yield return Row("mul", s_row, s_column, (a, b) => a * b, (a, b) => a * b);
        yield return Row("div", s_any, s_row, (a, b) => a / b, (a, b) => a / b);
        yield return Row("div floor", s_any, s_row, (a, b) => a.div(b, RoundingMode.floor), (a, b) => Math.Floor(a / b), false);
        yield return Row("div trunc", s_any, s_row, (a, b) => a.div(b, RoundingMode.trunc), (a, b) => Math.Truncate(a / b), false);
        yield return Row("floor_divide", s_any, s_row, (a, b) => a.floor_divide(b), (a, b) => Math.Floor(a / b), false);
        yield return Row("remainder", s_any, s_row, (a, b) => a % b, (a, b) => a - (Math.Floor(a / b) * b));
        yield return Row("fmod", s_any, s_row, (a, b) => a.fmod(b), (a, b) => a - (Math.Truncate(a / b) * b));
        yield return Row("pow", s_positive, s_column, (a, b) => a.pow(b), Math.Pow);
        yield return Row("maximum", s_distinct, s_row, (a, b) => a.maximum(b), Math.Max);
        yield return Row("minimum", s_distinct, s_row, (a, b) => a.minimum(b), Math.Min);
        yield return Row("atan2", s_any, s_positive, (a, b) => a.atan2(b), Math.Atan2);
        yield return Row("logaddexp", s_any, s_row, (a, b) => a.logaddexp(b), (a, b) => Math.Log(Math.Exp(a) + Math.Exp(b)));
    }

    private static IEnumerable<OperationCase> Fused()
    {
        yield return new("addcmul", [s_any, s_row, s_column], x => x[0].addcmul(x[1], x[2], 0.5),
            x => x[0].Zip(x[1].Zip(x[2], (a, b) => a * b), (a, b) => a + (0.5 * b)));
        yield return new("addcdiv", [s_any, s_row, s_column], x => x[0].addcdiv(x[1], x[2], 0.5),
            x => x[0].Zip(x[1].Zip(x[2], (a, b) => a / b), (a, b) => a + (0.5 * b)));
        yield return new("lerp", [s_any, s_row], x => x[0].lerp(x[1], tensor(0.3, x[0].dtype)), x => x[0].Zip(x[1], (a, b) => a + (0.3 * (b - a))));
        yield return new("lerp tensor", [s_any, s_row, s_column], x => x[0].lerp(x[1], x[2]),
            x => x[0].Zip(x[1].Zip(x[0], (b, a) => b - a).Zip(x[2], (d, w) => d * w), (a, d) => a + d));
        yield return new("softmax", [s_any], x => x[0].softmax(1), x => x[0].Lines(1, Softmax));
        yield return new("log_softmax", [s_any], x => x[0].log_softmax(0), x => x[0].Lines(0, line => [.. Softmax(line).Select(p => Math.Log(p))]));
        yield return new("where", [s_any, s_row, Nd.From([3, 4], i => (i[0] + i[1]) % 2)], x => where(x[2], x[0], x[1]),
            x => x[2].Zip(x[0], (c, a) => c != 0 ? a : double.NaN).Zip(x[1], (a, b) => double.IsNaN(a) ? b : a))
        { Constants = 1, ConstantType = ScalarType.Bool };
    }

    private static IEnumerable<OperationCase> Comparisons()
    {
        var left = Nd.Vector(1, 2, 3, double.NaN);
        var right = Nd.Vector(2, 2, 2, 2);
        OperationCase Row(string name, Func<Tensor, Tensor, Tensor> run, Func<double, double, bool> reference) =>
            new(name, [left, right], x => run(x[0], x[1]), x => x[0].Zip(x[1], (a, b) => reference(a, b) ? 1 : 0)) { Differentiable = false };

        yield return Row("==", (a, b) => a == b, (a, b) => a == b);
        yield return Row("!=", (a, b) => a != b, (a, b) => a != b);
        yield return Row("<", (a, b) => a < b, (a, b) => a < b);
        yield return Row("<=", (a, b) => a <= b, (a, b) => a <= b);
        yield return Row(">", (a, b) => a > b, (a, b) => a > b);
        yield return Row(">=", (a, b) => a >= b, (a, b) => a >= b);
        yield return Row("eq scalar", (a, _) => a.eq(2), (a, _) => a == 2);
        yield return Row("gt scalar", (a, _) => a.gt(1.5), (a, _) => a > 1.5);
        yield return Row("isclose", (a, b) => a.isclose(b + 1e-9), (a, b) => a == b);
        yield return Row("logical_and", (a, b) => a.logical_and(b - 2), (_, _) => false);
        yield return Row("logical_or", (a, b) => a.logical_or(b), (_, _) => true);
        yield return Row("logical_xor", (a, b) => (a - 1).logical_xor(b), (a, _) => a == 1);
    }

    private static double[] Softmax(double[] line)
    {
        var sum = line.Sum(Math.Exp);
        return [.. line.Select(x => Math.Exp(x) / sum)];
    }
}
