using DataWorth.Features;
using DataWorth.LinearAlgebra;

namespace DataWorth.Curvature;

/// <summary>Fits a <see cref="SpectralCurvature"/> to everything: exact Hessians and exact empirical Fishers of small models.</summary>
public static class DenseSpectrum
{
    private const double Negligible = 1e-15; // of the largest eigenvalue: below it a Gram eigenvector gives no direction

    /// <summary>The Hessian of the mean training loss within groups of features.</summary>
    /// <param name="hessian">The Hessian.</param>
    /// <param name="groups">Features of each group.</param>
    /// <exception cref="InvalidOperationException">The Hessian has a NaN or an infinity.</exception>
    public static SpectralCurvature OfHessian(LossHessian hessian, IReadOnlyList<(string Name, Tensor Columns)> groups)
    {
        using var scope = NewDisposeScope();
        var state = new Dictionary<string, Tensor>();
        var blocks = hessian.Blocks([.. groups.Select(group => group.Columns)]);
        for (var i = 0; i < groups.Count; i++)
        {
            using var inner = NewDisposeScope();
            if (!blocks[i].isfinite().all().item<bool>())
            {
                CoreThrow.NotFinite("Hessian", groups[i].Name);
            }

            var (values, vectors) = linalg.eigh((blocks[i] + blocks[i].t()).mul_(0.5));
            Add(state, groups[i], values, vectors);
        }

        return new SpectralCurvature(hessian.Layout, state, dropsRest: false);
    }

    /// <summary>The empirical Fisher (1/N) sum_n phi_n phi_n^T within groups of features; from the N x N Gram matrix where a group has more
    /// features than there are examples.</summary>
    /// <param name="train">The training features.</param>
    /// <param name="groups">Features of each group.</param>
    public static SpectralCurvature OfFisher(ITrainingFeatures train, IReadOnlyList<(string Name, Tensor Columns)> groups)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var moments = groups
            .Select(group =>
                group.Columns.shape[0] <= train.Count
                    ? zeros([group.Columns.shape[0], group.Columns.shape[0]], ScalarType.Float64, train.Device)
                    : null
            )
            .ToList();
        var kept = groups.Select(_ => new List<Tensor>()).ToList();
        foreach (var batch in train.Gradients())
        {
            using var inner = NewDisposeScope();
            var features = batch.ToRows(train.Layout, train.Type, train.Device);
            for (var i = 0; i < groups.Count; i++)
            {
                var rows = features.index_select(-1, groups[i].Columns).to_type(ScalarType.Float64);
                if (moments[i] is { } sum)
                {
                    sum.addmm_(rows.t(), rows, 1, 1);
                }
                else
                {
                    kept[i].Add(rows.MoveToOuterDisposeScope());
                }
            }
        }

        var state = new Dictionary<string, Tensor>();
        for (var i = 0; i < groups.Count; i++)
        {
            using var inner = NewDisposeScope();
            if (moments[i] is { } sum)
            {
                using var eigen = SymmetricEigen.Compute(sum.div_(train.Count), groups[i].Name);
                Add(state, groups[i], eigen.Values, eigen.Vectors);
                continue;
            }

            var rows = cat(kept[i]); // [N, d]
            using var gram = SymmetricEigen.Compute(mm(rows, rows.t()).div_(train.Count), groups[i].Name);
            var rank = Math.Max(1, gram.Values.gt(gram.Values[0] * Negligible).sum().item<long>());
            var values = gram.Values.narrow(0, 0, rank);
            var scale = (values * train.Count).clamp_min_(double.Epsilon).sqrt_();
            Add(state, groups[i], values, mm(rows.t(), gram.Vectors.narrow(1, 0, rank)) / scale);
        }

        return new SpectralCurvature(train.Layout, state, dropsRest: false);
    }

    private static void Add(Dictionary<string, Tensor> state, (string Name, Tensor Columns) group, Tensor values, Tensor vectors)
    {
        foreach (var (key, tensor) in SpectralCurvature.Group(group.Name, group.Columns, values, vectors))
        {
            state.Add(key, tensor);
        }
    }
}
