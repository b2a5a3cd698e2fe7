using DataWorth.Pipeline;
using DataWorth.Tasks;
using Microsoft.ML;

namespace DataWorth.Methods.RepresentationSimilarity;

/// <summary>Similarity of hidden representations: a baseline that looks at inputs, not at what was learned from them.</summary>
/// <remarks>cosine: h_q . h_n / (|h_q| |h_n|); dot: h_q . h_n; l2: h_q . h_n - |h_n|^2 / 2, which orders as the negative distance. Zero
/// vectors score 0.</remarks>
public sealed class RepresentationSimilarityEstimator : AttributionEstimator
{
    /// <summary>Makes the estimator; see <see cref="AttributionCatalog.RepresentationSimilarity"/>.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="task">The model and its loss.</param>
    /// <param name="queries">The examples whose measurement is attributed.</param>
    /// <param name="options">The options.</param>
    public RepresentationSimilarityEstimator(
        MLContext mlContext,
        IAttributionTask task,
        IDataView queries,
        RepresentationSimilarityOptions options
    )
        : base(mlContext, task, queries, new RepresentationSimilarityRecipe(options)) { }
}
