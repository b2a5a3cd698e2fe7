using DataWorth.Methods.Logra;
using DataWorth.Tasks;
using Microsoft.ML;

namespace DataWorth;

/// <summary>The attribution methods, as <c>mlContext.Attribution</c>.</summary>
public sealed class AttributionCatalog
{
    private readonly MLContext _mlContext;

    internal AttributionCatalog(MLContext mlContext) => _mlContext = mlContext;

    /// <summary>LoGra with random projections: see <see cref="LograEstimator"/>.</summary>
    /// <param name="task">The trained model and its loss.</param>
    /// <param name="queries">The examples whose measurement is attributed: the columns of the task and an id.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <returns>An estimator to fit on the training view.</returns>
    public LograEstimator Logra(IAttributionTask task, IDataView queries, LograOptions? options = null) =>
        new(_mlContext, task, queries, options ?? new LograOptions());
}
