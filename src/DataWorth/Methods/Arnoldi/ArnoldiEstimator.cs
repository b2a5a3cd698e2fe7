using DataWorth.Pipeline;
using DataWorth.Tasks;
using Microsoft.ML;

namespace DataWorth.Methods.Arnoldi;

/// <summary>Influence functions on the dominant eigenspace of the Hessian, found by Arnoldi's iteration: a baseline for small
/// models.</summary>
/// <remarks>
/// s(q, n) = sum_k (g_q . u_k)(g_n . u_k) / (l_k + lambda) over the r Ritz pairs of largest |l_k|; what lies outside them is dropped.
/// Cost: Iterations passes of double backward to fit, one pass per scoring; memory p (Iterations + r) numbers. Source: arXiv:2112.03052.
/// </remarks>
public sealed class ArnoldiEstimator : AttributionEstimator
{
    /// <summary>Makes the estimator; see <see cref="AttributionCatalog.Arnoldi"/>.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="task">The model and its loss.</param>
    /// <param name="queries">The examples whose measurement is attributed.</param>
    /// <param name="options">The options.</param>
    public ArnoldiEstimator(MLContext mlContext, IAttributionTask task, IDataView queries, ArnoldiOptions options)
        : base(mlContext, task, queries, new ArnoldiRecipe(options)) { }
}
