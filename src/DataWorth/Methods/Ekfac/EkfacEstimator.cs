using DataWorth.Pipeline;
using DataWorth.Tasks;
using Microsoft.ML;

namespace DataWorth.Methods.Ekfac;

/// <summary>Influence functions with EKFAC (or KFAC, or diagonal) curvature over full gradients.</summary>
/// <remarks>
/// s(q, n) = sum_l &lt;U_S [ (U_S^T G_q U_A) / (Lambda + lambda) ] U_A^T, G_n&gt;. Nothing is stored per example: each scoring runs the
/// model over the rows.
/// Cost: two passes to fit, one per scoring; memory I^2 + O^2 + 2 I O numbers per module and O I per query. Source: arXiv:2308.03296.
/// </remarks>
public sealed class EkfacEstimator : AttributionEstimator
{
    /// <summary>Makes the estimator; see <see cref="AttributionCatalog.Ekfac"/>.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="task">The model and its loss.</param>
    /// <param name="queries">The examples whose measurement is attributed.</param>
    /// <param name="options">The options.</param>
    public EkfacEstimator(MLContext mlContext, IAttributionTask task, IDataView queries, EkfacOptions options)
        : base(mlContext, task, queries, new EkfacRecipe(options)) { }
}
