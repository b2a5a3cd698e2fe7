using DataWorth.Methods.Arnoldi;
using DataWorth.Methods.Ekfac;
using DataWorth.Methods.ExactInfluence;
using DataWorth.Methods.GradientDot;
using DataWorth.Methods.Logra;
using DataWorth.Methods.Lorif;
using DataWorth.Methods.RepresentationSimilarity;
using DataWorth.Methods.Trak;
using DataWorth.Tasks;
using Microsoft.ML;

namespace DataWorth;

/// <summary>The attribution methods, as <c>mlContext.Attribution</c>.</summary>
public sealed class AttributionCatalog
{
    private readonly MLContext _mlContext;

    internal AttributionCatalog(MLContext mlContext) => _mlContext = mlContext;

    /// <summary>LoGra with random or PCA projections: see <see cref="LograEstimator"/>.</summary>
    /// <param name="task">The trained model and its loss.</param>
    /// <param name="queries">The examples whose measurement is attributed: the columns of the task and an id.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <returns>An estimator to fit on the training view.</returns>
    public LograEstimator Logra(IAttributionTask task, IDataView queries, LograOptions? options = null) =>
        new(_mlContext, task, queries, options ?? new LograOptions());

    /// <summary>LoRIF: see <see cref="LorifEstimator"/>.</summary>
    /// <param name="task">The trained model and its loss.</param>
    /// <param name="queries">The examples whose measurement is attributed: the columns of the task and an id.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <returns>An estimator to fit on the training view.</returns>
    public LorifEstimator Lorif(IAttributionTask task, IDataView queries, LorifOptions? options = null) =>
        new(_mlContext, task, queries, options ?? new LorifOptions());

    /// <summary>EKFAC influence, with KFAC and the diagonal as options: see <see cref="EkfacEstimator"/>.</summary>
    /// <param name="task">The trained model and its loss.</param>
    /// <param name="queries">The examples whose measurement is attributed: the columns of the task and an id.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <returns>An estimator to fit on the training view.</returns>
    public EkfacEstimator Ekfac(IAttributionTask task, IDataView queries, EkfacOptions? options = null) =>
        new(_mlContext, task, queries, options ?? new EkfacOptions());

    /// <summary>TRAK: see <see cref="TrakEstimator"/>.</summary>
    /// <param name="task">The trained model and its loss.</param>
    /// <param name="queries">The examples whose measurement is attributed: the columns of the task and an id.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <returns>An estimator to fit on the training view.</returns>
    public TrakEstimator Trak(IAttributionTask task, IDataView queries, TrakOptions? options = null) =>
        new(_mlContext, task, queries, options ?? new TrakOptions());

    /// <summary>Gradient dot product and TracIn: see <see cref="GradientDotEstimator"/>.</summary>
    /// <param name="task">The trained model and its loss.</param>
    /// <param name="queries">The examples whose measurement is attributed: the columns of the task and an id.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <returns>An estimator to fit on the training view.</returns>
    public GradientDotEstimator GradientDot(IAttributionTask task, IDataView queries, GradientDotOptions? options = null) =>
        new(_mlContext, task, queries, options ?? new GradientDotOptions());

    /// <summary>Similarity of hidden representations: see <see cref="RepresentationSimilarityEstimator"/>.</summary>
    /// <param name="task">The trained model and its loss.</param>
    /// <param name="queries">The examples whose measurement is attributed: the columns of the task and an id.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <returns>An estimator to fit on the training view.</returns>
    public RepresentationSimilarityEstimator RepresentationSimilarity(
        IAttributionTask task,
        IDataView queries,
        RepresentationSimilarityOptions? options = null
    ) => new(_mlContext, task, queries, options ?? new RepresentationSimilarityOptions());

    /// <summary>Exact influence functions of small models: see <see cref="ExactInfluenceEstimator"/>.</summary>
    /// <param name="task">The trained model and its loss.</param>
    /// <param name="queries">The examples whose measurement is attributed: the columns of the task and an id.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <returns>An estimator to fit on the training view.</returns>
    public ExactInfluenceEstimator ExactInfluence(IAttributionTask task, IDataView queries, ExactInfluenceOptions? options = null) =>
        new(_mlContext, task, queries, options ?? new ExactInfluenceOptions());

    /// <summary>Influence functions by Arnoldi's iteration: see <see cref="ArnoldiEstimator"/>.</summary>
    /// <param name="task">The trained model and its loss.</param>
    /// <param name="queries">The examples whose measurement is attributed: the columns of the task and an id.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <returns>An estimator to fit on the training view.</returns>
    public ArnoldiEstimator Arnoldi(IAttributionTask task, IDataView queries, ArnoldiOptions? options = null) =>
        new(_mlContext, task, queries, options ?? new ArnoldiOptions());
}
