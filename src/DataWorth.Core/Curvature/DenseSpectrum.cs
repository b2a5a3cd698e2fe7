using DataWorth.Features;
using DataWorth.LinearAlgebra;
using DataWorth.Statistics;

namespace DataWorth.Curvature;

/// <summary>Fits a <see cref="SpectralCurvature"/> to everything: exact Hessians and exact empirical Fishers of small models.</summary>
public static class DenseSpectrum
{
    private const double Negligible = 1e-15; // of the largest eigenvalue: below it a Gram eigenvector gives no direction

    /// <summary>The pass of a fit to the Hessian of the mean training loss within groups of features.</summary>
    /// <param name="hessian">The Hessian.</param>
    /// <param name="groups">Features of each group, taken over by the pass.</param>
    /// <returns>The pass, whose state is what the curvature takes. Reducing refuses a Hessian with a NaN or an infinity.</returns>
    public static FitPass Pass(LossHessian hessian, IReadOnlyList<(string Name, Tensor Columns)> groups)
    {
        var blocks = new HessianBlocks(hessian, groups);
        return new FitPass(blocks, () => Decompose(blocks.Means(), groups, hessian.Type));
    }

    /// <summary>The pass of a fit to the empirical Fisher (1/N) sum_n phi_n phi_n^T within groups of features; from the N x N Gram matrix
    /// where a group has more features than there are examples.</summary>
    /// <param name="layout">Layout of the features.</param>
    /// <param name="type">Their type.</param>
    /// <param name="device">Their device.</param>
    /// <param name="groups">Features of each group, taken over by the pass.</param>
    /// <param name="examples">Number of training examples N.</param>
    /// <returns>The pass, whose state is what the curvature takes.</returns>
    public static FitPass Pass(
        FeatureLayout layout,
        ScalarType type,
        Device device,
        IReadOnlyList<(string Name, Tensor Columns)> groups,
        long examples
    )
    {
        var sums = new FisherSums(layout, type, device, groups, examples);
        return new FitPass(sums, () => Decompose(sums, groups)) { NeedsFactors = true };
    }

    private static Dictionary<string, Tensor> Decompose(
        IReadOnlyList<Tensor> blocks,
        IReadOnlyList<(string Name, Tensor Columns)> groups,
        ScalarType type
    )
    {
        using var scope = NewDisposeScope();
        var state = new Dictionary<string, Tensor>();
        for (var i = 0; i < groups.Count; i++)
        {
            using var block = blocks[i];
            using var inner = NewDisposeScope();
            if (!block.isfinite().all().item<bool>())
            {
                CoreThrow.HessianNotFinite(groups[i].Name, type);
            }

            SmallNumbers.Refuse(block, "Hessian", groups[i].Name, type);
            var (values, vectors) = linalg.eigh((block + block.t()).mul_(0.5));
            Add(state, groups[i], values, vectors);
        }

        return state;
    }

    private static Dictionary<string, Tensor> Decompose(FisherSums sums, IReadOnlyList<(string Name, Tensor Columns)> groups)
    {
        using var off = no_grad();
        double count = sums.Count;
        var state = new Dictionary<string, Tensor>();
        for (var i = 0; i < groups.Count; i++)
        {
            using var scope = NewDisposeScope();
            var (moments, rows) = sums[i];
            if (moments is not null)
            {
                using var eigen = SymmetricEigen.Compute(moments / count, groups[i].Name);
                Add(state, groups[i], eigen.Values, eigen.Vectors);
                continue;
            }

            using var gram = SymmetricEigen.Compute(mm(rows!, rows!.t()).div_(count), groups[i].Name); // [N, N]
            var rank = Math.Max(1, gram.Values.gt(gram.Values[0] * Negligible).sum().item<long>());
            var values = gram.Values.narrow(0, 0, rank);
            var scale = (values * count).clamp_min_(double.Epsilon).sqrt_();
            Add(state, groups[i], values, mm(rows.t(), gram.Vectors.narrow(1, 0, rank)) / scale);
        }

        return state;
    }

    private static void Add(Dictionary<string, Tensor> state, (string Name, Tensor Columns) group, Tensor values, Tensor vectors)
    {
        foreach (var (key, tensor) in SpectralCurvature.Group(group.Name, group.Columns, values, vectors))
        {
            state.Add(key, tensor);
        }
    }
}
