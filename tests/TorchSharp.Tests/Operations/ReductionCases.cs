using TorchSharp.Tests.Reference;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Operations;

/// <summary>Operations that fold dimensions, order elements or find extremes.</summary>
internal static class ReductionCases
{
    private static readonly Nd s_any = Numbers.Uniform(11, -2, 2, 3, 4, 2);
    private static readonly Nd s_distinct = Numbers.Distinct(12, 3, 5);

    public static IEnumerable<OperationCase> All() => [.. Folds(), .. Extremes()];

    private static IEnumerable<OperationCase> Folds()
    {
        OperationCase Row(string name, Func<Tensor, Tensor> run, Func<Nd, Nd> reference, bool differentiable = true) =>
            new(name, [s_any], x => run(x[0]), x => reference(x[0])) { Differentiable = differentiable };
        static Nd Flat(Nd x) => x.Reshape(x.Data.Length);
        static Nd Keep(Nd x, int dim) => x.Reshape([.. x.Shape[..dim], 1, .. x.Shape[dim..]]);

        yield return Row("sum", x => x.sum(), x => Flat(x).Fold(0, line => line.Sum()));
        yield return Row("sum dim", x => x.sum(1), x => x.Fold(1, line => line.Sum()));
        yield return Row("sum dims keep", x => x.sum([0, 2], keepdim: true), x => Keep(Keep(x.Fold(2, l => l.Sum()).Fold(0, l => l.Sum()), 0), 2));
        yield return Row("mean", x => x.mean(), x => Flat(x).Fold(0, line => line.Average()));
        yield return Row("mean dims", x => x.mean([-1]), x => x.Fold(2, line => line.Average()));
        yield return Row("var", x => x.var(), x => Flat(x).Fold(0, line => Variance(line, 1)));
        yield return Row("var biased", x => x.var(0, unbiased: false), x => x.Fold(0, line => Variance(line, 0)));
        yield return Row("std", x => x.std(), x => Flat(x).Fold(0, line => Math.Sqrt(Variance(line, 1))));
        yield return Row("std dims", x => x.std([1], keepdim: true), x => Keep(x.Fold(1, line => Math.Sqrt(Variance(line, 1))), 1));
        yield return Row("prod", x => x.prod(), x => Flat(x).Fold(0, line => line.Aggregate(1.0, (a, b) => a * b)));
        yield return Row("prod dim", x => x.prod(1), x => x.Fold(1, line => line.Aggregate(1.0, (a, b) => a * b)));
        yield return Row("logsumexp", x => x.logsumexp(1), x => x.Fold(1, line => Math.Log(line.Sum(Math.Exp))));
        yield return Row("norm", x => x.norm(), x => Flat(x).Fold(0, line => Math.Sqrt(line.Sum(a => a * a))));
        yield return Row("norm 1", x => x.norm(1, false, 1), x => x.Fold(1, line => line.Sum(Math.Abs)));
        yield return Row("norm 3", x => x.norm(2, true, 3), x => Keep(x.Fold(2, line => Math.Cbrt(line.Sum(a => Math.Pow(Math.Abs(a), 3)))), 2));
        yield return Row("cumsum", x => x.cumsum(1), x => x.Lines(1, line => Running(line, (a, b) => a + b)));
        yield return Row("cumprod", x => x.cumprod(0), x => x.Lines(0, line => Running(line, (a, b) => a * b)));
        yield return Row("all", x => (x > -2).all(), _ => Nd.Scalar(1), false);
        yield return Row("all dim", x => (x > 0).all(1), x => x.Fold(1, line => line.All(a => a > 0) ? 1 : 0), false);
        yield return Row("any", x => (x > 3).any(), _ => Nd.Scalar(0), false);
        yield return Row("any dim", x => (x > 1).any(0, true), x => Keep(x.Fold(0, line => line.Any(a => a > 1) ? 1 : 0), 0), false);
        yield return Row("count_nonzero", x => (x > 0).count_nonzero(), x => Flat(x).Fold(0, line => line.Count(a => a > 0)), false);
    }

    private static IEnumerable<OperationCase> Extremes()
    {
        OperationCase Row(string name, Func<Tensor, Tensor> run, Func<Nd, Nd> reference, bool differentiable = true) =>
            new(name, [s_distinct], x => run(x[0]), x => reference(x[0])) { Differentiable = differentiable };
        static Nd Flat(Nd x) => x.Reshape(x.Data.Length);

        yield return Row("max", x => x.max(), x => Flat(x).Fold(0, line => line.Max()));
        yield return Row("min", x => x.min(), x => Flat(x).Fold(0, line => line.Min()));
        yield return Row("max dim values", x => x.max(1).values, x => x.Fold(1, line => line.Max()));
        yield return Row("max dim indexes", x => x.max(1).indexes, x => x.Fold(1, line => Array.IndexOf(line, line.Max())), false);
        yield return Row("min dim values", x => x.min(0).values, x => x.Fold(0, line => line.Min()));
        yield return Row("min dim indexes", x => x.min(0).indexes, x => x.Fold(0, line => Array.IndexOf(line, line.Min())), false);
        yield return Row("argmax", x => x.argmax(), x => Flat(x).Fold(0, line => Array.IndexOf(line, line.Max())), false);
        yield return Row("argmin dim", x => x.argmin(1), x => x.Fold(1, line => Array.IndexOf(line, line.Min())), false);
        yield return Row("amax", x => x.amax([1]), x => x.Fold(1, line => line.Max()));
        yield return Row("amin", x => x.amin([0, 1]), x => Flat(x).Fold(0, line => line.Min()));
        yield return Row("topk values", x => x.topk(2).values, x => x.Lines(1, line => [.. line.OrderDescending().Take(2)]));
        yield return Row("topk indexes", x => x.topk(2, largest: false).indexes, x => x.Lines(1, line => [.. Order(line).Take(2)]), false);
        yield return Row("kthvalue", x => x.kthvalue(2, 1).values, x => x.Fold(1, line => line.Order().ElementAt(1)));
        yield return Row("sort values", x => x.sort(0).Values, x => x.Lines(0, line => [.. line.Order()]));
        yield return Row("sort descending", x => x.sort(1, true).Values, x => x.Lines(1, line => [.. line.OrderDescending()]));
        yield return Row("sort indices", x => x.sort(1).Indices, x => x.Lines(1, Order), false);
        yield return Row("argsort", x => x.argsort(0), x => x.Lines(0, Order), false);
        yield return Row("median", x => x.median(), x => Flat(x).Fold(0, line => line.Order().ElementAt((line.Length - 1) / 2)));
        yield return Row("quantile", x => x.quantile(tensor(new[] { 0.25 }, dtype: x.dtype), 1), x => x.Fold(1, line => line.Order().ElementAt(1)).Reshape(1, 3));
        yield return Row("histc", x => x.histc(4, -2, 2), x => Flat(x).Lines(0, line => Histogram(line, 4, -2, 2)), false);
        yield return Row("bincount", x => (x.abs() * 2).to(ScalarType.Int64).flatten().bincount(null, minlength: 6),
            x => Flat(x).Lines(0, line => Counts(line)), false);
    }

    private static double Variance(double[] line, int correction)
    {
        var mean = line.Average();
        return line.Sum(x => (x - mean) * (x - mean)) / (line.Length - correction);
    }

    private static double[] Running(double[] line, Func<double, double, double> next)
    {
        var result = (double[])line.Clone();
        for (var i = 1; i < line.Length; i++) result[i] = next(result[i - 1], line[i]);
        return result;
    }

    private static double[] Order(double[] line) => [.. line.Select((value, i) => (value, i)).OrderBy(pair => pair.value).Select(pair => (double)pair.i)];

    private static double[] Histogram(double[] line, int bins, double low, double high)
    {
        var counts = new double[bins];
        foreach (var x in line.Where(x => x >= low && x <= high)) counts[Math.Min(bins - 1, (int)((x - low) / (high - low) * bins))]++;
        return counts;
    }

    private static double[] Counts(double[] line)
    {
        var values = line.Select(x => (int)(Math.Abs(x) * 2)).ToArray();
        var counts = new double[Math.Max(6, values.Max() + 1)];
        foreach (var value in values) counts[value]++;
        return counts;
    }
}
