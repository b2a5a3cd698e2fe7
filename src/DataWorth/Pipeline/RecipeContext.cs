using DataWorth.Features;
using DataWorth.Gradients;
using DataWorth.Tasks;

namespace DataWorth.Pipeline;

/// <summary>What a recipe may look at while it is fitted.</summary>
public sealed class RecipeContext
{
    private readonly Func<IFeatureMap, ITrainingFeatures> _train;
    private readonly Func<IFeatureMap, IReadOnlySet<string>> _outerProducts;
    private readonly Func<IEnumerable<ExampleBatch>> _batches;
    private readonly Func<
        string,
        IReadOnlyList<(string Name, string Value)>,
        Func<IReadOnlyDictionary<string, Tensor>>,
        IReadOnlyDictionary<string, Tensor>
    > _statistics;

    internal RecipeContext(
        IAttributionTask task,
        TrackedModules modules,
        ScalarType type,
        Device device,
        Func<IFeatureMap, ITrainingFeatures> train,
        Func<IFeatureMap, IReadOnlySet<string>> outerProducts,
        Func<IEnumerable<ExampleBatch>> batches,
        Func<
            string,
            IReadOnlyList<(string Name, string Value)>,
            Func<IReadOnlyDictionary<string, Tensor>>,
            IReadOnlyDictionary<string, Tensor>
        > statistics
    )
    {
        Task = task;
        Modules = modules;
        Type = type;
        Device = device;
        _train = train;
        _outerProducts = outerProducts;
        _batches = batches;
        _statistics = statistics;
    }

    /// <summary>The user's model and loss.</summary>
    public IAttributionTask Task { get; }

    /// <summary>The tracked modules.</summary>
    public TrackedModules Modules { get; }

    /// <summary>Floating type of the model.</summary>
    public ScalarType Type { get; }

    /// <summary>Device of the model.</summary>
    public Device Device { get; }

    /// <summary>Training features of another map than the recipe's own, never stored: for projections or curvatures that need their own
    /// pass.</summary>
    public ITrainingFeatures Train(IFeatureMap map) => _train(map);

    /// <summary>Names of the blocks whose gradient is one outer product for every training example: those of modules that see one position
    /// per example. Asks the first
    /// examples, and none where rows differ in length.</summary>
    public IReadOnlySet<string> OuterProducts(IFeatureMap map) => _outerProducts(map);

    /// <summary>This context, but training features show consecutive blocks only.</summary>
    internal RecipeContext Part(int first, int count) =>
        new(Task, Modules, Type, Device, map => new PartialFeatures(_train(map), first, count), _outerProducts, _batches, _statistics);

    /// <summary>The training examples themselves, batch by batch; each batch is valid until the next is asked for.</summary>
    public IEnumerable<ExampleBatch> Batches() => _batches();

    /// <summary>Named tensors that depend on model, data and the given options: from the store when they are there, else computed and
    /// stored.</summary>
    /// <param name="kind">Kind of artifact, e.g. "projections".</param>
    /// <param name="options">What they depend on besides model, data, task and modules.</param>
    /// <param name="compute">Computes them.</param>
    /// <returns>The tensors, which the caller owns.</returns>
    public IReadOnlyDictionary<string, Tensor> Statistics(
        string kind,
        IReadOnlyList<(string Name, string Value)> options,
        Func<IReadOnlyDictionary<string, Tensor>> compute
    ) => _statistics(kind, options, compute);
}
