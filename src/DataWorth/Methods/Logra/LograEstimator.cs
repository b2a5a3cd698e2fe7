using DataWorth.Pipeline;
using DataWorth.Tasks;
using Microsoft.ML;

namespace DataWorth.Methods.Logra;

/// <summary>LoGra: influence between gradients projected on both sides of every module, preconditioned by their Fisher.</summary>
/// <remarks>
/// s(q, n) = sum_l vec(P_o G_q P_i^T)^T (H_l + lambda_l I)^-1 vec(P_o G_n P_i^T), H_l = (1/N) sum_n vec(.) vec(.)^T, lambda_l = 0.1
/// tr(H_l)/D_l.
/// Cost: one forward and activation-only backward pass per example; sum_l k_o k_i numbers stored per example (k_o + k_i where a module sees
/// one position). Source: arXiv:2405.13954.
/// </remarks>
public sealed class LograEstimator : AttributionEstimator
{
    /// <summary>Makes the estimator; see <see cref="AttributionCatalog.Logra"/>.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="task">The model and its loss.</param>
    /// <param name="queries">The examples whose measurement is attributed.</param>
    /// <param name="options">The options.</param>
    public LograEstimator(MLContext mlContext, IAttributionTask task, IDataView queries, LograOptions options)
        : base(mlContext, task, queries, new LograRecipe(options)) { }
}
