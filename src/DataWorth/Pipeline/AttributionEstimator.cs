using System.Diagnostics;
using DataWorth.Artifacts;
using DataWorth.Codecs;
using DataWorth.Curvature;
using DataWorth.Data;
using DataWorth.Features;
using DataWorth.Gradients;
using DataWorth.Tasks;
using Microsoft.ML;

namespace DataWorth.Pipeline;

/// <summary>The estimator of every method: fits a recipe on a training view and keeps features and statistics in the store.</summary>
/// <remarks>Fit is a fold over the training view that can be stopped at any moment and goes on where it was; a second fit with the same
/// model, data and options computes nothing.</remarks>
public abstract class AttributionEstimator : IEstimator<AttributionTransformer>
{
    private const string DefaultStore = ".dataworth/store";
    private const string CurvatureKind = "curvature";

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
        if (recipe.Options.ModuleScores.Length > 0 && recipe.WhyNoModuleScores is { } reason)
        {
            Throw.NoModuleScores(recipe.Method, reason);
        }

        BatchReader.CheckSchema(queries.Schema, task, recipe.Options.IdColumn);
    }

    /// <summary>Fits on a training view: collects features, fits the curvature, maps the queries.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has the wrong type.</exception>
    /// <exception cref="InvalidOperationException">The model or a loss is not finite, the view is empty, or a tracked module was not
    /// used.</exception>
    public AttributionTransformer Fit(IDataView input)
    {
        var stopwatch = Stopwatch.StartNew();
        var options = _recipe.Options;
        var train = new BatchReader(input, _task, options.IdColumn);
        var placement = ModelState.Placement(_task.Model);
        if (options.Precision is { } precision && precision != placement.Type)
        {
            Throw.Precision(precision, placement.Type);
        }

        var (data, ids) = train.Fingerprint("training", options.CancellationToken);
        var modules = TrackedModules.Select(_task.Model, options.Modules);
        var store = options.Store ?? new FileArtifactStore(DefaultStore);
        var members = new List<FittedMember>();
        try
        {
            var parts = new List<MemberSummary>();
            var checkpoints = options.Checkpoints.Count > 0 ? options.Checkpoints : [new ModelCheckpoint("model", _ => { }, 1)];
            foreach (var checkpoint in checkpoints)
            {
                checkpoint.Load(_task.Model);
                var key = new FeatureKey(ModelState.Fingerprint(_task.Model), data, _task, modules, placement.Type);
                var (member, part) = FitMember(store, key, train, ids.Count, placement, checkpoint);
                members.Add(member);
                parts.Add(part);
            }

            var layout = members[0].Map.Layout;
            var summary = new FitSummary(
                _recipe.Method,
                ids.Count,
                layout.Size,
                parts.Sum(part => part.BytesPerExample),
                [.. layout.Blocks.Select(block => $"{block.Name} [{block.Outputs}, {block.Inputs}]")],
                modules.LeftOut,
                parts[0].Gradients,
                parts[0].Curvature,
                parts.Min(part => part.Reused),
                [],
                stopwatch.Elapsed
            );
            var fitted = new FittedRecipe(_recipe, _task, members, train, summary);
            return new AttributionTransformer(_mlContext, fitted, fitted.MapQueries(_queries, options.Damping), options);
        }
        catch
        {
            foreach (var member in members)
            {
                member.Dispose();
            }

            throw;
        }
    }

    /// <summary>The input's shape with the score columns appended.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column of the task is missing.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ShapeCheck.Require(inputSchema, _task);
        var options = _recipe.Options;
        var columns = new List<(string, SchemaShape.Column.VectorKind)> { (options.ScoreColumn, SchemaShape.Column.VectorKind.Vector) };
        if (options.ModuleScores.Length > 0)
        {
            var groups = BlockGroups.Parse(options.ModuleScores, TrackedModules.Select(_task.Model, options.Modules).Layout);
            columns.AddRange(groups.Names.Select(group => (ScoreView.GroupColumn(options, group), SchemaShape.Column.VectorKind.Vector)));
        }

        if (options.SelfInfluenceColumn is { } self)
        {
            columns.Add((self, SchemaShape.Column.VectorKind.Scalar));
        }

        return SchemaShapes.Append(inputSchema, [.. columns]);
    }

    private (FittedMember Member, MemberSummary Summary) FitMember(
        IArtifactStore store,
        FeatureKey key,
        BatchReader train,
        long count,
        (ScalarType Type, Device Device) placement,
        ModelCheckpoint checkpoint
    )
    {
        var options = _recipe.Options;
        var context = new RecipeContext(
            _task,
            key.Modules,
            placement.Type,
            placement.Device,
            map => new TrainingFeatures(map, train, count, placement, options, null),
            map =>
                OuterProductBlocks.Find(
                    store,
                    key.ForFeatures(_recipe, FactoredCodec.NameOf(placement.Type)).ToKey(FeatureCollection.Kind),
                    map,
                    train,
                    options.CancellationToken
                ),
            () => train.Read(options.BatchSize, 0, null, options.CancellationToken).Select(read => read.Batch),
            (kind, describe, compute) => GetOrCompute(store, key.ForStatistics(describe), kind, placement.Device, compute)
        );
        var map = _recipe.CreateFeatureMap(context);
        TrainingFeatures? features = null;
        ICurvature? curvature = null;
        try
        {
            var codec = _recipe.CreateCodec(context, map);
            var collection = codec is null
                ? null
                : new FeatureCollection(store, key.ForFeatures(_recipe, codec.Name), map, codec, train, count, placement.Type, options);
            features = new TrainingFeatures(map, train, count, placement, options, collection);
            (curvature, var curvatureKey) = FitCurvature(store, key, codec, features, context);
            features.Complete();
            if (features.Stored is { } stored && _recipe.StoredCoefficients(curvature) is { } coefficients)
            {
                CoefficientCollection.Attach(store, key.ForCurvature(_recipe, codec), stored, coefficients, options);
            }

            var member = new FittedMember(() => checkpoint.Load(_task.Model), checkpoint.Weight, map, features.Stored, curvature);
            return (
                member,
                new MemberSummary(
                    features.Stored?.BytesPerExample ?? 0,
                    collection?.Artifact.ToString(),
                    curvatureKey,
                    collection?.Reused ?? 0
                )
            );
        }
        catch
        {
            map.Dispose();
            features?.Stored?.Dispose();
            curvature?.Dispose();
            throw;
        }
    }

    /// <summary>The curvature from the store, or fitted and persisted; part by part where the recipe wants parts.</summary>
    private (ICurvature Curvature, string? Key) FitCurvature(
        IArtifactStore store,
        FeatureKey key,
        IFeatureCodec? codec,
        TrainingFeatures features,
        RecipeContext context
    )
    {
        if (_recipe.DescribeCurvature() is null)
        {
            return (new IdentityCurvature(features.Layout), null);
        }

        var whole = key.ForCurvature(_recipe, codec);
        if (_recipe.CurvatureParts == 1)
        {
            return (GetOrFit(store, whole, features, context), whole.ToKey(CurvatureKind).ToString());
        }

        var parts = features.Layout.Split(_recipe.CurvatureParts);
        var keys = new List<FingerprintBuilder>();
        var reports = new List<string>();
        foreach (var (first, count) in parts)
        {
            var names = string.Join(", ", features.Layout.Blocks.Skip(first).Take(count).Select(block => block.Name));
            keys.Add(key.ForCurvature(_recipe, codec).Add("blocks", names));
            using var part = GetOrFit(store, keys[^1], new PartialFeatures(features, first, count), context.Part(first, count));
            reports.AddRange(part.Reports);
        }

        var curvature = new PartitionedCurvature(
            features.Layout,
            parts,
            part =>
                _recipe.RestoreCurvature(
                    features.Layout.Range(parts[part].First, parts[part].Count),
                    TensorArtifacts.TryRead(store, keys[part].ToKey(CurvatureKind), context.Device)!
                ),
            reports
        );
        return (curvature, string.Join(", ", keys.Select(part => part.ToKey(CurvatureKind).ToString())));
    }

    private ICurvature GetOrFit(IArtifactStore store, FingerprintBuilder key, ITrainingFeatures train, RecipeContext context)
    {
        if (TensorArtifacts.TryRead(store, key.ToKey(CurvatureKind), context.Device) is { } state)
        {
            return _recipe.RestoreCurvature(train.Layout, state);
        }

        var curvature = _recipe.FitCurvature(train, context);
        TensorArtifacts.Write(store, key.ToKey(CurvatureKind), key.Options, curvature.State, _recipe.Options.CancellationToken);
        return curvature;
    }

    private IReadOnlyDictionary<string, Tensor> GetOrCompute(
        IArtifactStore store,
        FingerprintBuilder key,
        string kind,
        Device device,
        Func<IReadOnlyDictionary<string, Tensor>> compute
    )
    {
        if (TensorArtifacts.TryRead(store, key.ToKey(kind), device) is { } known)
        {
            return known;
        }

        var computed = compute();
        TensorArtifacts.Write(store, key.ToKey(kind), key.Options, computed, _recipe.Options.CancellationToken);
        return computed;
    }

    private sealed record MemberSummary(long BytesPerExample, string? Gradients, string? Curvature, long Reused);
}
