using DataWorth.Artifacts;
using DataWorth.Methods;
using DataWorth.Methods.Arnoldi;
using DataWorth.Methods.Ekfac;
using DataWorth.Methods.ExactInfluence;
using DataWorth.Methods.GradientDot;
using DataWorth.Methods.Logra;
using DataWorth.Methods.Lorif;
using DataWorth.Methods.RepresentationSimilarity;
using DataWorth.Methods.Trak;
using DataWorth.Stages;
using DataWorth.Tasks;
using Microsoft.ML;

namespace DataWorth;

/// <summary>The attribution methods, as <c>mlContext.Attribution</c>.</summary>
public sealed class AttributionCatalog
{
    private readonly MLContext _mlContext;

    internal AttributionCatalog(MLContext mlContext)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        _mlContext = mlContext;
    }

    /// <summary>LoGra with random or PCA projections: see <see cref="LograOptions"/>.</summary>
    /// <param name="task">The trained model and its loss.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <returns>An estimator to fit on the training view.</returns>
    public AttributionEstimator Logra(AttributionTask task, LograOptions? options = null) => Of(task, new LograRecipe(options ?? new()));

    /// <summary>LoRIF: see <see cref="LorifOptions"/>.</summary>
    /// <param name="task">The trained model and its loss.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <returns>An estimator to fit on the training view.</returns>
    public AttributionEstimator Lorif(AttributionTask task, LorifOptions? options = null) => Of(task, new LorifRecipe(options ?? new()));

    /// <summary>EKFAC influence, with KFAC and the diagonal as options: see <see cref="EkfacOptions"/>.</summary>
    /// <param name="task">The trained model and its loss.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <returns>An estimator to fit on the training view.</returns>
    public AttributionEstimator Ekfac(AttributionTask task, EkfacOptions? options = null) => Of(task, new EkfacRecipe(options ?? new()));

    /// <summary>TRAK: see <see cref="TrakOptions"/>.</summary>
    /// <param name="task">The trained model and its loss.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <returns>An estimator to fit on the training view.</returns>
    public AttributionEstimator Trak(AttributionTask task, TrakOptions? options = null) => Of(task, new TrakRecipe(options ?? new()));

    /// <summary>Gradient dot product and TracIn: see <see cref="GradientDotOptions"/>.</summary>
    /// <param name="task">The trained model and its loss.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <returns>An estimator to fit on the training view.</returns>
    public AttributionEstimator GradientDot(AttributionTask task, GradientDotOptions? options = null) =>
        Of(task, new GradientDotRecipe(options ?? new()));

    /// <summary>Similarity of hidden representations: see <see cref="RepresentationSimilarityOptions"/>.</summary>
    /// <param name="task">The trained model and its loss.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <returns>An estimator to fit on the training view.</returns>
    public AttributionEstimator RepresentationSimilarity(AttributionTask task, RepresentationSimilarityOptions? options = null) =>
        Of(task, new RepresentationSimilarityRecipe(options ?? new()));

    /// <summary>Exact influence functions of small models: see <see cref="ExactInfluenceOptions"/>.</summary>
    /// <param name="task">The trained model and its loss.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <returns>An estimator to fit on the training view.</returns>
    public AttributionEstimator ExactInfluence(AttributionTask task, ExactInfluenceOptions? options = null) =>
        Of(task, new ExactInfluenceRecipe(options ?? new()));

    /// <summary>Influence functions by Arnoldi's iteration: see <see cref="ArnoldiOptions"/>.</summary>
    /// <param name="task">The trained model and its loss.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <returns>An estimator to fit on the training view.</returns>
    public AttributionEstimator Arnoldi(AttributionTask task, ArnoldiOptions? options = null) =>
        Of(task, new ArnoldiRecipe(options ?? new()));

    /// <summary>A fit that is in the store: its answers are those of the process that fitted, bit for bit, and need no training row (but
    /// for methods that store no gradients).</summary>
    /// <param name="store">The store.</param>
    /// <param name="name">The fit's name (<see cref="AttributionOptions.Name"/>; the newest of that name), or the beginning of its
    /// key.</param>
    /// <param name="task">The task of the fit; its model has the fitted weights.</param>
    /// <param name="train">The training view: only for methods that store no gradients, when training examples are to be ranked.</param>
    /// <param name="change">Changes what a process chooses for itself: how checkpoints are loaded (they and their shares are those of the fit),
    /// batch size, progress, cancellation.</param>
    /// <exception cref="ArgumentException">There is no such fit.</exception>
    /// <exception cref="FitMismatchException">It was made with another task, model or training rows, or with other checkpoints or
    /// shares.</exception>
    public AttributionTransformer Load(
        IArtifactStore store,
        string name,
        AttributionTask task,
        IDataView? train = null,
        Func<AttributionOptions, AttributionOptions>? change = null
    )
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(task);
        var fitted = FitArtifact.Open(store, name, task, train, change);
        return new AttributionTransformer(_mlContext, fitted, fitted.Recipe.Options);
    }

    /// <summary>The fits that a store has, the newest first. Damaged ones, and those of another format, are passed over.</summary>
    /// <param name="store">The store.</param>
    public IReadOnlyList<FitDescription> Fits(IArtifactStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return FitArtifact.List(store);
    }

    /// <summary>A fit of a store, without opening it.</summary>
    /// <param name="store">The store.</param>
    /// <param name="name">The fit's name (the newest of that name), or the beginning of its key.</param>
    /// <exception cref="ArgumentException">There is no such fit; the message lists those that are there.</exception>
    public FitDescription Find(IArtifactStore store, string name)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(name);
        return FitArtifact.Get(store, name);
    }

    /// <summary>A method of one's own.</summary>
    /// <param name="task">The trained model and its loss.</param>
    /// <param name="recipe">The method.</param>
    public AttributionEstimator Of(AttributionTask task, Recipe recipe) => new(_mlContext, task, recipe);
}
