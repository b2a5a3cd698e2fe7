using DataWorth.Pipeline;
using DataWorth.Tasks;
using Microsoft.ML;

namespace DataWorth.Methods.ExactInfluence;

/// <summary>Influence functions with the exact curvature: the yardstick for small models.</summary>
/// <remarks>
/// s(q, n) = g_q^T (H + lambda I)^-1 g_n, H the Hessian of the mean training loss (or the empirical Fisher). Removing example n changes the
/// query's loss by about
/// s/N; for a convex loss with L2 penalty (lambda/2)|theta|^2 at its minimum the prediction is exact to first order in 1/N.
/// Cost: a backward pass per parameter and batch, an eigendecomposition of [p, p]; memory 24 p^2 bytes. Source: Koh and Liang 2017,
/// arXiv:1703.04730.
/// </remarks>
public sealed class ExactInfluenceEstimator : AttributionEstimator
{
    /// <summary>Makes the estimator; see <see cref="AttributionCatalog.ExactInfluence"/>.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="task">The model and its loss.</param>
    /// <param name="queries">The examples whose measurement is attributed.</param>
    /// <param name="options">The options.</param>
    public ExactInfluenceEstimator(MLContext mlContext, IAttributionTask task, IDataView queries, ExactInfluenceOptions options)
        : base(mlContext, task, queries, new ExactInfluenceRecipe(options)) { }
}
