using DataWorth.Artifacts;
using DataWorth.Codecs;
using DataWorth.Curvature;
using DataWorth.Data;
using DataWorth.Features;
using DataWorth.Gradients;
using DataWorth.LinearAlgebra;
using DataWorth.Methods;
using DataWorth.Statistics;
using DataWorth.Tasks;

namespace DataWorth.Stages;

/// <summary>The fit of one model: what its stages work on, and what they made. A fit over checkpoints has one for each.</summary>
/// <remarks>Stages in their order: <see cref="Collect"/>, <see cref="FitCurvature"/>, <see cref="Coefficients"/>; then queries are scored.
/// A session owns its map, stored features and curvature.</remarks>
public sealed class FitSession : ITrainingFeatures, IDisposable
{
    private readonly ModelCheckpoint? _checkpoint;
    private readonly byte[] _weights;
    private readonly string _structure;
    private IFeatureMap? _map;
    private double[]? _sample;

    internal FitSession(
        Recipe recipe,
        AttributionTask task,
        TrackedModules modules,
        IArtifactStore store,
        BatchReader? train,
        FeatureKey key,
        long count,
        ModelCheckpoint? checkpoint
    )
    {
        (Recipe, Task, Modules, Store, Train, Key, Count, _checkpoint) = (recipe, task, modules, store, train, key, count, checkpoint);
        (_weights, _structure) = (key.Model, key.StructureText);
        Type = ModelState.ComputingType(task.Model);
        Device = ModelState.Placement(task.Model).Device;
    }

    /// <summary>The user's model and loss.</summary>
    public AttributionTask Task { get; }

    /// <summary>The tracked modules.</summary>
    public TrackedModules Modules { get; }

    /// <summary>Type of features and statistics: the model's, but at least float32.</summary>
    public ScalarType Type { get; }

    /// <summary>Device of the model.</summary>
    public Device Device { get; }

    /// <summary>Number of training examples N.</summary>
    public long Count { get; }

    /// <summary>The feature map.</summary>
    public IFeatureMap Map => _map ?? throw new InvalidOperationException("The session has no feature map yet.");

    /// <inheritdoc/>
    public FeatureLayout Layout => Map.Layout;

    internal Recipe Recipe { get; }

    internal AttributionOptions Options => Recipe.Options;

    internal IArtifactStore Store { get; }

    internal FeatureKey Key { get; }

    /// <summary>The training view; null after Load.</summary>
    internal BatchReader? Train { get; }

    /// <summary>Share of the member in the sum of scores.</summary>
    internal double Weight => _checkpoint?.Weight ?? 1;

    internal IFeatureCodec? Codec { get; private set; }

    internal StoredFeatures? Stored { get; set; }

    internal ICurvature? Curvature { get; set; }

    /// <summary>Covariances that rode along with the collecting pass; null when they did not see all rows.</summary>
    internal KroneckerCovariances? Observed { get; set; }

    /// <summary>Names and keys of what the session stored, for the fit artifact and the summary.</summary>
    internal Dictionary<string, string> Artifacts { get; } = [];

    /// <summary>The features of all training examples as the store holds them, or made by the model where none are stored.</summary>
    public IEnumerable<FeatureBatch> Rows()
    {
        if (Stored is not { } stored)
        {
            return Gradients();
        }

        return stored.Batches(
            done => Options.Progress?.Report(new AttributionProgress("fit curvature", done, Count)),
            Options.CancellationToken
        );
    }

    /// <summary>The features of all training examples, made by running the model once more. Each batch is valid until the next is asked
    /// for.</summary>
    public IEnumerable<FeatureBatch> Gradients() => Gradients(Map);

    /// <summary>The same by another map, for projections or curvatures that need their own pass.</summary>
    /// <param name="map">The map.</param>
    public IEnumerable<FeatureBatch> Gradients(IFeatureMap map)
    {
        long done = 0;
        foreach (var batch in Batches())
        {
            using var features = map.Map(batch);
            yield return features;
            done += batch.Count;
            Options.Progress?.Report(new AttributionProgress("fit curvature", done, Count));
        }
    }

    /// <summary>Training features of another map than the session's own, never stored.</summary>
    /// <param name="map">The map.</param>
    public ITrainingFeatures With(IFeatureMap map) => new OtherFeatures(this, map);

    /// <summary>The training examples themselves, batch by batch; each batch is valid until the next is asked for.</summary>
    public IEnumerable<ExampleBatch> Batches()
    {
        if (Train is not { } train)
        {
            Throw.NeedsTrainingView(Recipe.Method);
            throw null!;
        }

        Activate();
        return train.Read(Options.BatchSize, Stored?.ChunkRows ?? 0, null, Options.CancellationToken).Select(read => read.Batch);
    }

    /// <summary>The codec of a name in <see cref="CodecTable"/>.</summary>
    /// <param name="name">The name; null for the one that keeps features without loss in the fewest numbers.</param>
    /// <param name="factors">How factors of rank c are found. Default null: by power iterations.</param>
    /// <exception cref="ArgumentException">There is no codec of that name.</exception>
    public IFeatureCodec CreateCodec(string? name, LowRankOptions? factors = null) =>
        name is null
            ? CodecTable.Lossless(Type, Layout, OuterProducts(FactoredCodec.NameOf(Type)))
            : CodecTable.Create(name, new CodecContext { OuterProducts = () => OuterProducts(name), Factors = factors ?? new() });

    /// <summary>Names of the blocks whose gradient is one outer product for every training example: modules that see one position per
    /// example. As an earlier fit stored them, else as the first examples show; none where rows differ in length.</summary>
    private IReadOnlySet<string> OuterProducts(string codec)
    {
        const int Examples = 2;
        var key = Key.ForFeatures(Recipe, codec).ToKey(Collect.Kind);
        if (ArtifactCatalog.TryReadManifest(Store, key, Options.CancellationToken) is { } manifest)
        {
            return FactoredCodec.Factored(Layout, manifest.Layout.Select(tensor => tensor.Name));
        }

        // Rows of different lengths may have one position in the first batch and several in the next.
        if (Train is not { HasFixedLengths: true } train)
        {
            return new HashSet<string>();
        }

        using var read = train.Read(Examples, 0, null, Options.CancellationToken).GetEnumerator();
        read.MoveNext(); // the view is not empty
        using var features = Map.Map(read.Current.Batch);
        return features.Blocks.Where(block => block.IsOuterProduct).Select(block => block.Shape.Name).ToHashSet();
    }

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
    )
    {
        var key = Key.ForStatistics(options);
        if (TensorArtifacts.TryRead(Store, key.ToKey(kind), Device) is { } known)
        {
            return known;
        }

        var computed = compute();
        TensorArtifacts.Write(Store, key.ToKey(kind), key.Options, computed, Options.CancellationToken);
        return computed;
    }

    /// <summary>Makes map and codec.</summary>
    internal void Prepare(IReadOnlyDictionary<string, Tensor>? mapState)
    {
        _map = Recipe.CreateFeatureMap(this, mapState);
        Codec = Recipe.CreateCodec(this);
    }

    /// <summary>Puts the member's weights into the model, and makes sure that they are those of the fit.</summary>
    /// <exception cref="InvalidOperationException">The model has other weights or settings.</exception>
    internal void Activate()
    {
        if (Key.StructureText != _structure)
        {
            Throw.StructureChanged();
        }

        _checkpoint?.Load(Task.Model);
        if (!ModelState.Fingerprint(Task.Model).AsSpan().SequenceEqual(_weights))
        {
            Throw.ModelChanged(_checkpoint is null ? "model" : $"checkpoint '{_checkpoint.Name}'");
        }

        _sample = ModelState.Sample(Task.Model);
    }

    /// <summary>The same before a later batch of a pass: samples are compared, which costs nothing beside the batch. A step of training
    /// changes them.</summary>
    /// <exception cref="InvalidOperationException">The model has other weights.</exception>
    internal void ActivateAgain()
    {
        if (_checkpoint is not null || _sample is null || !ModelState.Sample(Task.Model).SequenceEqual(_sample))
        {
            Activate();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _map?.Dispose();
        Stored?.Dispose();
        Curvature?.Dispose();
        Observed?.Dispose();
    }

    private sealed class OtherFeatures(FitSession session, IFeatureMap map) : ITrainingFeatures
    {
        public FeatureLayout Layout => map.Layout;

        public ScalarType Type => session.Type;

        public Device Device => session.Device;

        public long Count => session.Count;

        public IEnumerable<FeatureBatch> Rows() => session.Gradients(map);

        public IEnumerable<FeatureBatch> Gradients() => session.Gradients(map);
    }
}
