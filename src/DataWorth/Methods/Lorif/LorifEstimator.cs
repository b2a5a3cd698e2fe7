using DataWorth.Pipeline;
using DataWorth.Tasks;
using Microsoft.ML;

namespace DataWorth.Methods.Lorif;

/// <summary>LoRIF: LoGra's influence from rank-c factors and the leading r eigenpairs of the Fisher, at a fraction of the
/// storage.</summary>
/// <remarks>
/// s(q, n) = sum_l [ (&lt;q, t&gt; - q_V . t_V) / lambda + sum_j q_V,j t_V,j / (lambda + sigma_j^2) ], t = U_n V_n^T, q_V = V_r^T q,
/// sigma^2 of G^T G / N.
/// Cost: LoGra's pass plus a factorisation; c (k_o + k_i) numbers stored per module and example; D r numbers of memory. Source:
/// arXiv:2601.21929.
/// </remarks>
public sealed class LorifEstimator : AttributionEstimator
{
    /// <summary>Makes the estimator; see <see cref="AttributionCatalog.Lorif"/>.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="task">The model and its loss.</param>
    /// <param name="queries">The examples whose measurement is attributed.</param>
    /// <param name="options">The options.</param>
    public LorifEstimator(MLContext mlContext, IAttributionTask task, IDataView queries, LorifOptions options)
        : base(mlContext, task, queries, new LorifRecipe(options)) { }
}
