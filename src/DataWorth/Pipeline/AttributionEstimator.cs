using System.Diagnostics;
using DataWorth.Artifacts;
using DataWorth.Codecs;
using DataWorth.Curvature;
using DataWorth.Data;
using DataWorth.Gradients;
using DataWorth.Tasks;
using Microsoft.ML;

namespace DataWorth.Pipeline;

/// <summary>The estimator of every method: fits a recipe on a training view and keeps features and statistics in the store.</summary>
/// <remarks>Fit is a fold over the training view that can be stopped at any moment and goes on where it was; a second fit with the same model, data and options computes nothing.</remarks>
public abstract class AttributionEstimator : IEstimator<AttributionTransformer>
{
    private const string DefaultStore = ".dataworth/store";

    private readonly MLContext _mlContext;
    private readonly IAttributionTask _task;
    private readonly IDataView _queries;
    private readonly Recipe _recipe;

    /// <summary>Makes the estimator of a recipe.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="task">The model and its loss; put the model in eval mode.</param>
    /// <param name="queries">The examples whose measurement is attributed.</param>
    /// <param name="recipe">The method.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range, or the query view lacks a column of the task.</exception>
    protected AttributionEstimator(MLContext mlContext, IAttributionTask task, IDataView queries, Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(queries);
        _mlContext = mlContext;
        _task = task;
        _queries = queries;
        _recipe = recipe;
        BatchReader.CheckSchema(queries.Schema, task, recipe.Options.IdColumn);
    }

    /// <summary>Fits on a training view: collects features, fits the curvature, maps the queries.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has the wrong type.</exception>
    /// <exception cref="InvalidOperationException">The model or a loss is not finite, the view is empty, or a tracked module was not used.</exception>
    public AttributionTransformer Fit(IDataView input)
    {
        var stopwatch = Stopwatch.StartNew();
        var options = _recipe.Options;
        var train = new BatchReader(input, _task, options.IdColumn);
        var (type, device) = ModelState.Placement(_task.Model);
        if (options.Precision is { } precision && precision != type)
            Throw.Precision(precision, type);
        var model = ModelState.Fingerprint(_task.Model);
        var (data, ids) = train.Fingerprint("training", options.CancellationToken);
        var modules = TrackedModules.Select(_task.Model, options.Modules);
        var context = new RecipeContext(_task, modules, type, device);
        var codec = _recipe.CreateCodec(type);
        var key = FeatureKey.ForFeatures(_recipe, context, model, data, codec);
        var store = options.Store ?? new FileArtifactStore(DefaultStore);

        var map = _recipe.CreateFeatureMap(context);
        StoredFeatures? features = null;
        ICurvature? curvature = null;
        try
        {
            var curvatureKey = FeatureKey.ForCurvature(_recipe, key.ToKey(FeatureCollection.Kind));
            curvature = CurvatureFitting.TryRestore(store, curvatureKey, _recipe, map.Layout, device);
            using var builder = curvature is null ? _recipe.CreateCurvatureBuilder(map.Layout, type, device) : null;
            var observed = false;
            (features, var reused) = FeatureCollection.Run(store, key, map, codec, train, ids.Count, options, builder is null ? null : chunk =>
            {
                observed = true;
                Add(builder, codec, chunk, map, type);
            });
            if (builder is not null)
            {
                if (!observed)
                    Restream(features, builder, map, type, options);
                curvature = builder.Build();
                CurvatureFitting.Save(store, curvatureKey, curvature, options.CancellationToken);
            }

            var summary = new FitSummary(
                _recipe.Method, features.Count, map.Layout.Size, codec.Describe(map.Layout).Sum(tensor => tensor.RowBytes),
                [.. map.Layout.Blocks.Select(block => $"{block.Name} [{block.Outputs}, {block.Inputs}]")], modules.LeftOut,
                key.ToKey(FeatureCollection.Kind).ToString(), curvature is null ? null : curvatureKey.ToKey(CurvatureFitting.Kind).ToString(), reused, stopwatch.Elapsed);
            var fitted = new FittedRecipe(_recipe, _task, map, features, curvature ?? new IdentityCurvature(map.Layout), summary);
            return new AttributionTransformer(_mlContext, fitted, fitted.MapQueries(_queries));
        }
        catch
        {
            map.Dispose();
            features?.Dispose();
            curvature?.Dispose();
            throw;
        }
        finally
        {
            if (options.Store is null)
                store.Dispose();
        }
    }

    /// <summary>The input's shape with the score columns appended.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column of the task is missing.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ShapeCheck.Require(inputSchema, _task);
        return _recipe.Options.SelfInfluenceColumn is { } self
            ? SchemaShapes.Append(inputSchema, (_recipe.Options.ScoreColumn, SchemaShape.Column.VectorKind.Vector), (self, SchemaShape.Column.VectorKind.Scalar))
            : SchemaShapes.Append(inputSchema, (_recipe.Options.ScoreColumn, SchemaShape.Column.VectorKind.Vector));
    }

    private static void Restream(StoredFeatures features, ICurvatureBuilder builder, Features.IFeatureMap map, ScalarType type, AttributionOptions options)
    {
        long done = 0;
        foreach (var chunk in features.Stream(options.CancellationToken))
        {
            Add(builder, features.Codec, chunk, map, type);
            done += chunk.Count;
            options.Progress?.Report(new AttributionProgress("fit curvature", done, features.Count));
        }
    }

    private static void Add(ICurvatureBuilder builder, IFeatureCodec codec, EncodedRows chunk, Features.IFeatureMap map, ScalarType type)
    {
        using var scope = NewDisposeScope();
        builder.Add(codec.Decode(chunk, map.Layout, type));
    }
}
