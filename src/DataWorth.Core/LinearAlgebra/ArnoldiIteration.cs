namespace DataWorth.LinearAlgebra;

/// <summary>Arnoldi's iteration for a symmetric matrix that is only known by its products with vectors.</summary>
/// <remarks>
/// Q spans {v, H v, H^2 v, ...}, orthogonalised twice against all earlier vectors; the eigenpairs of Q^T H Q, lifted by Q, approximate
/// those of H, the extreme ones first.
/// Source: Schioppa et al. 2022, "Scaling Up Influence Functions", arXiv:2112.03052, section 3.
/// </remarks>
public static class ArnoldiIteration
{
    private const double Breakdown = 1e-10; // residual over product: the subspace is invariant

    /// <summary>The <paramref name="rank"/> Ritz pairs of largest |value|, float64, in falling order of |value|.</summary>
    /// <param name="multiply">v [D] -> H v [D], a new tensor.</param>
    /// <param name="start">Start vector [D], not zero.</param>
    /// <param name="iterations">Products to spend; at most D are useful.</param>
    /// <param name="rank">Pairs to return; fewer when the subspace is smaller.</param>
    public static RitzPairs Compute(Func<Tensor, Tensor> multiply, Tensor start, int iterations, int rank)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var steps = (int)Math.Min(iterations, start.NumberOfElements);
        var first = start.to_type(ScalarType.Float64).reshape(-1);
        var basis = new List<Tensor> { first / first.norm() };
        var projected = zeros([steps, steps], ScalarType.Float64, start.device);
        var size = 0;
        while (size < steps)
        {
            var product = multiply(basis[size]);
            var magnitude = product.norm().item<double>();
            var all = stack(basis); // [j, D]
            var coordinates = mv(all, product);
            var residual = product - mv(all.t(), coordinates);
            var correction = mv(all, residual);
            residual -= mv(all.t(), correction);
            projected[size].narrow(0, 0, size + 1).copy_(coordinates + correction);
            projected.t()[size].narrow(0, 0, size + 1).copy_(coordinates + correction);
            size++;
            var norm = residual.norm().item<double>();
            if (!(norm > Breakdown * magnitude) || size == steps)
            {
                break;
            }

            basis.Add(residual / norm);
        }

        var (values, vectors) = linalg.eigh(projected.narrow(0, 0, size).narrow(1, 0, size));
        var chosen = values.abs().argsort(descending: true).narrow(0, 0, Math.Min(rank, size));
        var lifted = mm(vectors.index_select(1, chosen).t(), stack(basis)); // [r, D]
        return new RitzPairs(values.index_select(0, chosen).DetachFromDisposeScope(), lifted.DetachFromDisposeScope());
    }
}
