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

    private const string Basis = "basis"; // Q, one vector per row, [j, D]
    private const string Projected = "projected"; // Q^T H Q of the vectors before the last, [j - 1, j - 1]

    /// <summary>The <paramref name="rank"/> Ritz pairs of largest |value|, float64, in falling order of |value|.</summary>
    /// <param name="multiply">v [D] -> H v [D], a new tensor.</param>
    /// <param name="start">Start vector [D], not zero.</param>
    /// <param name="iterations">Products to spend; at most D are useful.</param>
    /// <param name="rank">Pairs to return; fewer when the subspace is smaller.</param>
    public static RitzPairs Compute(Func<Tensor, Tensor> multiply, Tensor start, int iterations, int rank)
    {
        using var scope = NewDisposeScope();
        var state = Begin(start);
        while (true)
        {
            using var vector = NextVector(state);
            using var product = multiply(vector);
            var (pairs, next) = Continue(state, product, iterations, rank);
            foreach (var tensor in state.Values)
            {
                tensor.Dispose();
            }

            if (pairs is not null)
            {
                return pairs;
            }

            state = next;
        }
    }

    /// <summary>The state before the first product, new tensors.</summary>
    /// <param name="start">Start vector [D], not zero.</param>
    public static IReadOnlyDictionary<string, Tensor> Begin(Tensor start)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var first = start.to_type(ScalarType.Float64).reshape(1, -1);
        return new Dictionary<string, Tensor>
        {
            [Basis] = (first / first.norm()).MoveToOuterDisposeScope(),
            [Projected] = zeros([0, 0], ScalarType.Float64, start.device).MoveToOuterDisposeScope(),
        };
    }

    /// <summary>The vector whose product comes next, [D], new.</summary>
    /// <param name="state">The state.</param>
    public static Tensor NextVector(IReadOnlyDictionary<string, Tensor> state) => state[Basis][-1].clone();

    /// <summary>Takes a product.</summary>
    /// <param name="state">The state.</param>
    /// <param name="product">H v [D] of <see cref="NextVector"/>.</param>
    /// <param name="iterations">Products to spend.</param>
    /// <param name="rank">Pairs to return.</param>
    /// <returns>The pairs, which the caller owns; or the next state, new tensors.</returns>
    public static (RitzPairs? Pairs, IReadOnlyDictionary<string, Tensor> State) Continue(
        IReadOnlyDictionary<string, Tensor> state,
        Tensor product,
        int iterations,
        int rank
    )
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var basis = state[Basis];
        var size = basis.shape[0];
        var magnitude = product.norm().item<double>();
        var coordinates = mv(basis, product);
        var residual = product - mv(basis.t(), coordinates);
        var correction = mv(basis, residual);
        residual -= mv(basis.t(), correction);
        coordinates += correction;
        var projected = zeros([size, size], ScalarType.Float64, product.device);
        projected.narrow(0, 0, size - 1).narrow(1, 0, size - 1).copy_(state[Projected]);
        projected[size - 1].copy_(coordinates);
        projected.t()[size - 1].copy_(coordinates);
        var norm = residual.norm().item<double>();
        if (norm > Breakdown * magnitude && size < Math.Min(iterations, product.NumberOfElements))
        {
            return (
                null,
                new Dictionary<string, Tensor>
                {
                    [Basis] = cat([basis, (residual / norm).unsqueeze(0)]).MoveToOuterDisposeScope(),
                    [Projected] = projected.MoveToOuterDisposeScope(),
                }
            );
        }

        var (values, vectors) = linalg.eigh(projected);
        var chosen = values.abs().argsort(descending: true).narrow(0, 0, Math.Min(rank, size));
        var lifted = mm(vectors.index_select(1, chosen).t(), basis); // [r, D]
        var pairs = new RitzPairs(values.index_select(0, chosen).DetachFromDisposeScope(), lifted.DetachFromDisposeScope());
        return (pairs, new Dictionary<string, Tensor>());
    }
}
