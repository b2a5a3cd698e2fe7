using DataWorth.Pipeline;
using DataWorth.Tasks;
using Microsoft.ML;

namespace DataWorth.Methods.Trak;

/// <summary>TRAK: randomly projected margin gradients, whitened by their Gram matrix, weighted by how wrong the model is on the training
/// example.</summary>
/// <remarks>
/// s(q, n) = (1/K) sum_k phi_q^k (Phi^k^T Phi^k + lambda I)^-1 phi_n^k x (1/K) sum_k (1 - p_n^k), phi = P^T grad f, f = logit_y -
/// logsumexp(others).
/// Cost: one pass, p x k products per example; k numbers stored per example and checkpoint. Source: arXiv:2303.14186.
/// </remarks>
public sealed class TrakEstimator : AttributionEstimator
{
    /// <summary>Makes the estimator; see <see cref="AttributionCatalog.Trak"/>.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="task">The model and its loss.</param>
    /// <param name="queries">The examples whose measurement is attributed.</param>
    /// <param name="options">The options.</param>
    public TrakEstimator(MLContext mlContext, IAttributionTask task, IDataView queries, TrakOptions options)
        : base(mlContext, task, queries, new TrakRecipe(options)) { }
}
