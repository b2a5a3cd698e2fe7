using DataWorth.Curvature;
using DataWorth.Features;
using DataWorth.Statistics;
using DataWorth.Tasks;

namespace DataWorth.Core.Tests.Curvature;

/// <summary>Runs the passes of a fit in memory: over all batches, or over parts whose sums are merged as other processes would.</summary>
internal static class Passes
{
    public delegate FitPass? Next(IReadOnlyDictionary<string, Tensor>? state);

    public static IReadOnlyDictionary<string, Tensor> Fit(Next next, params IReadOnlyList<FeatureBatch>[] parts) =>
        Fit(next, parts, (sums, batch) => ((FeatureSums)sums).Add(batch));

    /// <summary>H v from the sums over batches.</summary>
    public static Tensor Multiply(LossHessian hessian, Tensor vector, IEnumerable<ExampleBatch> batches)
    {
        using var sums = new HessianProduct(hessian, vector.clone());
        foreach (var batch in batches)
        {
            sums.Add(batch);
        }

        return sums.Mean();
    }

    private static IReadOnlyDictionary<string, Tensor> Fit<T>(Next next, IReadOnlyList<T>[] parts, Action<RunningSums, T> add)
    {
        IReadOnlyDictionary<string, Tensor>? state = null;
        while (next(state) is { } pass)
        {
            using (pass)
            {
                if (parts.Length == 1)
                {
                    Add(pass.Sums!, parts[0], add);
                }
                else
                {
                    foreach (var part in parts)
                    {
                        using var own = next(state)!;
                        Add(own.Sums!, part, add);
                        pass.Sums!.Merge(own.Sums!.Sums);
                    }
                }

                state = pass.Reduce();
            }
        }

        return state!;
    }

    private static void Add<T>(RunningSums sums, IReadOnlyList<T> batches, Action<RunningSums, T> add)
    {
        foreach (var batch in batches)
        {
            add(sums, batch);
        }
    }
}
