using DataWorth.Pipeline;
using DataWorth.Tasks;
using Microsoft.ML;

namespace DataWorth.Methods.GradientDot;

/// <summary>Dot products of full loss gradients, optionally summed over checkpoints (TracIn).</summary>
/// <remarks>s(q, n) = sum_k eta_k sum_l &lt;G_q,l^k, G_n,l^k&gt;. Source: Pruthi et al. 2020, arXiv:2002.08484.</remarks>
public sealed class GradientDotEstimator : AttributionEstimator
{
    /// <summary>Makes the estimator; see <see cref="AttributionCatalog.GradientDot"/>.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="task">The model and its loss.</param>
    /// <param name="queries">The examples whose measurement is attributed.</param>
    /// <param name="options">The options.</param>
    public GradientDotEstimator(MLContext mlContext, IAttributionTask task, IDataView queries, GradientDotOptions options)
        : base(mlContext, task, queries, new GradientDotRecipe(options)) { }
}
