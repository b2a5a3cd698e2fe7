using System.Diagnostics;
using DataWorth.Artifacts;
using DataWorth.Data;
using DataWorth.Gradients;
using DataWorth.Methods;
using DataWorth.Planning;
using DataWorth.Stages;
using DataWorth.Tasks;
using Microsoft.ML;

namespace DataWorth;

/// <summary>The estimator of every method: fits a recipe on a training view and keeps features and statistics in the store.</summary>
/// <remarks>Fit can be stopped at any moment and goes on where it was; a second fit with the same model, data and options computes nothing.
/// What is asked of the fit, the queries, comes afterwards (<see cref="AttributionTransformer.WithQueries"/>).</remarks>
public sealed class AttributionEstimator : IEstimator<AttributionTransformer>
{
    private const string DefaultStore = ".dataworth/store";

    private readonly MLContext _mlContext;
    private readonly AttributionTask _task;
    private readonly Recipe _recipe;

    /// <summary>Makes the estimator of a recipe.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="task">The model and its loss.</param>
    /// <param name="recipe">The method.</param>
    public AttributionEstimator(MLContext mlContext, AttributionTask task, Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(recipe);
        (_mlContext, _task, _recipe) = (mlContext, task, recipe);
    }

    /// <summary>The options of the method.</summary>
    public AttributionOptions Options => _recipe.Options;

    /// <summary>Fits on a training view: collects features, fits the curvature, stores coefficients, and names the fit.</summary>
    /// <param name="input">The training rows. The view is read several times and has to give the same rows each time.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has the wrong type.</exception>
    /// <exception cref="ArgumentException">Two checkpoints have the same weights.</exception>
    /// <exception cref="InvalidOperationException">The model or a loss is not finite, the view is empty or gives other rows in another
    /// pass, or a tracked module was not used.</exception>
    public AttributionTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        lock (ModelGate.Of(_task.Model))
        {
            return FitAlone(input);
        }
    }

    private AttributionTransformer FitAlone(IDataView input)
    {
        var stopwatch = Stopwatch.StartNew();
        var options = _recipe.Options;
        using var weights = new KeptWeights(_task.Model, options.Checkpoints.Count > 0);
        var members = new List<FitSession>();
        try
        {
            foreach (var member in Begin(input))
            {
                members.Add(member);
                FitMap.Run(member);
                Collect.Run(member);
                FitCurvature.Run(member);
                Coefficients.Run(member);
            }

            var (recipe, summary) = (members[0].Recipe, Summarize(members, stopwatch.Elapsed));
            summary = summary with { Key = FitArtifact.Write(recipe, _task, members[0].Store, members, summary) };
            return new AttributionTransformer(_mlContext, new Fitted(recipe, _task, members, summary), recipe.Options);
        }
        catch
        {
            members.ForEach(member => member.Dispose());
            throw;
        }
    }

    /// <summary>The sessions of a fit, for those who run its stages themselves (<see cref="FitSession"/>), on parts of the rows in several
    /// processes: one, or one for each checkpoint, whose weights the model has until the next is asked for. The caller disposes them. When
    /// all stages are complete, <see cref="Fit"/> finds everything in the store.</summary>
    /// <param name="input">The training rows.</param>
    public IEnumerable<FitSession> Begin(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Sessions(input);
    }

    private IEnumerable<FitSession> Sessions(IDataView input)
    {
        var options = _recipe.Options;
        var train = new BatchReader(input, _task, options.IdColumn);
        var precision = ModelState.Placement(_task.Model).Type;
        if (options.Precision is { } asked && asked != precision)
        {
            Throw.Precision(asked, precision);
        }

        var (data, count) = train.Fingerprint("training", options.CancellationToken);
        var modules = TrackedModules.Select(_task.Model, options.Modules);
        var store = options.Store ?? new FileArtifactStore(DefaultStore);
        var recipe = _recipe.For(Shape(modules, count));
        using var weights = new KeptWeights(_task.Model, options.Checkpoints.Count > 0);
        var loaded = new Dictionary<ArtifactKey, ModelCheckpoint>();
        foreach (var checkpoint in options.Checkpoints.Count > 0 ? (IReadOnlyList<ModelCheckpoint?>)options.Checkpoints : [null])
        {
            checkpoint?.Load(_task.Model);
            var key = new FeatureKey(ModelState.Fingerprint(_task.Model), data, _task, modules, options.ClipTokens);
            FitCheckpoints.RequireOther(loaded, checkpoint, key);
            var session = new FitSession(recipe, _task, modules, store, train, key, count, checkpoint);
            RequireFits(session);
            yield return session;
        }
    }

    /// <summary>What a fit takes at most, by the sizes of the model's modules. Nothing is computed.</summary>
    /// <param name="examples">Training examples N, at least 1.</param>
    public FitEstimate Estimate(long examples)
    {
        var estimate = _recipe.Estimate(Shape(examples));
        if (estimate.RowBytes == 0)
        {
            return estimate;
        }

        var rows = Chunking.RowsPerShard(estimate.RowBytes, examples, Options.ShardBytes);
        return estimate with { Pieces = (examples + rows - 1) / rows };
    }

    /// <summary>The options with the largest size, such as the rank, that the disk and three quarters of the memory are large enough for; the
    /// options as they are where they fit, or where no size does. Nothing is computed.</summary>
    /// <param name="examples">Training examples N, at least 1.</param>
    /// <param name="storedBesides">Bytes that go into the store besides. Default 0.</param>
    public AttributionOptions Fitting(long examples, long storedBesides = 0)
    {
        var limits = FitLimits.Here(_recipe.Options.Store ?? new FileArtifactStore(DefaultStore)) with { KeptBytes = storedBesides };
        var shape = Shape(examples);
        // What is free changes while the data are read and the model is trained: a quarter of it is left.
        return limits.Fitting(_recipe, shape) == _recipe
            ? _recipe.Options
            : (limits with { MemoryBytes = limits.MemoryBytes / 4 * 3 }).Fitting(_recipe, shape).Options;
    }

    /// <summary>Refuses a fit for which this machine's memory or the store's disk are too small, as <see cref="Fit"/> does: to be asked before
    /// the model is trained.</summary>
    /// <param name="examples">Training examples N, at least 1.</param>
    /// <param name="storedBesides">Bytes that go into the store besides, such as the weights of the model; below 0 where so much of the fit is
    /// there already. Default 0.</param>
    /// <exception cref="InvalidOperationException">It does not fit; the message says the largest size that does.</exception>
    public void RequireFits(long examples, long storedBesides = 0)
    {
        var limits = FitLimits.Here(_recipe.Options.Store ?? new FileArtifactStore(DefaultStore));
        var shape = Shape(examples);
        (limits with { KeptBytes = storedBesides }).Require(_recipe.For(shape), shape);
    }

    // What a fit has stored already takes no more room.
    private void RequireFits(FitSession session)
    {
        var (limits, shape) = (FitLimits.Here(session.Store), Shape(session.Modules, session.Count));
        if (limits.StoreBytes < session.Recipe.Estimate(shape).StoreBytes)
        {
            (limits with { StoreBytes = null }).Require(session.Recipe, shape);
            limits = limits with { KeptBytes = -StoredBytes(session) };
        }

        limits.Require(session.Recipe, shape);
    }

    private static long StoredBytes(FitSession session)
    {
        // A map that is learned says what is stored only after its passes.
        if (session.Recipe.MapPasses > 0)
        {
            return 0;
        }

        FitMap.Run(session);
        return session.Codec is { } codec
            ? session.Store.List(session.Key.ForFeatures(session.Recipe, codec.Name).ToKey(Collect.Kind) + "/").Sum(info => info.Length)
            : 0;
    }

    private FitShape Shape(long examples) => Shape(TrackedModules.Select(_task.Model, _recipe.Options.Modules), examples);

    private FitShape Shape(TrackedModules modules, long examples) =>
        new(modules.Layout, examples, ModelState.ComputingType(_task.Model))
        {
            ActivationBytes = Math.Min(examples, Options.BatchSize) * ActivationMemory.BytesPerExample(_task, modules),
        };

    /// <summary>The input's shape with the self-influence column appended; queries append score columns later.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column of the task is missing.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        ShapeCheck.Require(inputSchema, _task);
        return SchemaShapes.Append(
            inputSchema,
            (_recipe.Options.SelfInfluenceColumn ?? AttributionOptions.DefaultSelfInfluenceColumn, SchemaShape.Column.VectorKind.Scalar)
        );
    }

    private FitSummary Summarize(IReadOnlyList<FitSession> members, TimeSpan elapsed)
    {
        var layout = members[0].Layout;
        return new FitSummary(
            _recipe.Method,
            _recipe.Options.Name,
            members[0].Count,
            layout.Size,
            members.Sum(member => member.Stored?.BytesPerExample ?? 0),
            members.Sum(FitCurvature.StoredBytes),
            [.. layout.Blocks.Select(block => $"{block.Name} [{block.Outputs}, {block.Inputs}]")],
            members[0].Modules.LeftOut,
            members[0].Modules.Warning,
            members[0].Artifacts.GetValueOrDefault(Collect.Kind),
            members[0].Artifacts.GetValueOrDefault(FitCurvature.Kind),
            members.Min(member => member.Reused),
            [],
            elapsed
        );
    }
}
