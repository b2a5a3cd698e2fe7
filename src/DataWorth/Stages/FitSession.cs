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
using DataWorth.Text;
using Microsoft.ML;

namespace DataWorth.Stages;

/// <summary>The fit of one model: what its stages work on, and what they made. A fit over checkpoints has one for each.</summary>
/// <remarks>Stages in their order: <see cref="FitMap"/>, <see cref="Collect"/>, <see cref="FitCurvature"/>, <see cref="Coefficients"/>; then
/// queries are scored (<see cref="Score"/>, <see cref="TopK"/>). Each runs on all rows or on a <see cref="Part"/> of them; the next one
/// starts when all parts of the one before are there. A session owns its map, stored features and curvature.</remarks>
public sealed class FitSession : IDisposable
{
    private readonly ModelCheckpoint? _checkpoint;
    private readonly UInt128 _weights;
    private readonly string _task;
    private IFeatureMap? _map;
    private BlockGroups? _groups;
    private double[]? _sample;
    private FitPass? _observed;
    private bool _isDisposed;
    private HashSet<string>? _outerProducts;
    private readonly Lazy<IFeatureCodec?> _codec;

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
        (_weights, _task, _codec) = (
            ModelState.Checksum(task.Model),
            task.DescribeSettings() + task.DescribeCode(isSettings: true),
            new(() => recipe.CreateCodec(this))
        );
        _sample = ModelState.Sample(task.Model);
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

    /// <summary>Makes a collector of the fit's per-example gradients, with its tokens clipped. The caller's.</summary>
    public GradientCollector CreateCollector() => new(Task, Modules) { Clipping = Options.ClipTokens };

    /// <summary>Number of training examples N.</summary>
    public long Count { get; }

    /// <summary>The feature map.</summary>
    /// <exception cref="InvalidOperationException"><see cref="FitMap"/> has not made it yet.</exception>
    public IFeatureMap Map => RequireMap(nameof(Map));

    /// <summary>Layout of the features.</summary>
    /// <exception cref="InvalidOperationException"><see cref="FitMap"/> has not made the map yet.</exception>
    public FeatureLayout Layout => RequireMap(nameof(Layout)).Layout;

    /// <summary>Keys of the artifacts that the stages so far have made or found.</summary>
    public IReadOnlyList<string> StoredKeys =>
        [.. Artifacts.Values.SelectMany(keys => keys.Split(", ")).Where(key => Store.List(key + "/").Any())];

    internal Recipe Recipe { get; }

    internal AttributionOptions Options => Recipe.Options;

    internal IArtifactStore Store { get; }

    internal FeatureKey Key { get; }

    /// <summary>The training view; null after Load.</summary>
    internal BatchReader? Train { get; }

    /// <summary>Share of the member in the sum of scores.</summary>
    internal double Weight => _checkpoint?.Weight ?? 1;

    /// <summary>The codec of stored features; null when the method stores none.</summary>
    public IFeatureCodec? Codec => _codec.Value;

    /// <summary>The fitted curvature; null before it is fitted.</summary>
    public ICurvature? Curvature { get; internal set; }

    /// <summary>Which blocks are summed to a score: all, or the groups of <see cref="AttributionOptions.ModuleScores"/>.</summary>
    /// <exception cref="ArgumentException">A group names no module of the fit.</exception>
    public BlockGroups Groups => _groups ??= BlockGroups.Parse(Options.ModuleScores, Layout);

    internal StoredFeatures? Stored { get; set; }

    /// <summary>Features of the first rows as the model gives them, [B, D], until they were compared with what is stored; null where all of
    /// them is stored.</summary>
    internal Tensor? FirstRows { get; set; }

    internal bool HasMap => _map is not null;

    private IFeatureMap RequireMap(string member)
    {
        if (_map is null)
        {
            Throw.StageOrder(member, nameof(FitMap));
        }

        return _map;
    }

    /// <summary>Examples whose features an earlier run had stored.</summary>
    internal long Reused { get; set; }

    /// <summary>Rows of a shard of stored features, which parts are made of; null where none are stored: parts are made of rows.</summary>
    internal int? RowsPerShard { get; set; }

    /// <summary>What fitting had to do to keep the numbers sound, one sentence each.</summary>
    internal List<string> Reports { get; } = [];

    /// <summary>Names and keys of what the session stored, for the fit artifact and the summary.</summary>
    internal Dictionary<string, string> Artifacts { get; } = [];

    /// <summary>Adds the rows of a part to the sums of a pass.</summary>
    internal void Run(FitPass pass, Part part, Func<FeatureBatch, FeatureBatch>? cut)
    {
        var range = RowsOf(part);
        if (pass.Sums is ExampleSums examples)
        {
            foreach (var batch in Batches(range))
            {
                examples.Add(batch);
            }
        }

        if (pass.Sums is not FeatureSums features)
        {
            return;
        }

        var rows =
            Stored is not null && pass is { NeedsFactors: false, Map: null }
                ? Stored.Batches(range, Progress(range), Options.CancellationToken)
                : Batches(range).Select((pass.Map ?? Map).Map);
        foreach (var batch in rows)
        {
            using (batch)
            {
                features.Add(cut?.Invoke(batch) ?? batch);
            }
        }
    }

    /// <summary>A reader of the fit's training rows from a view of the user's, which is read once to compare them.</summary>
    /// <exception cref="FitMismatchException">They are other rows.</exception>
    internal BatchReader ReadTraining(IDataView view)
    {
        var train = new BatchReader(view, Task, Options.IdColumn);
        var (hash, rows) = train.Fingerprint("training", Options.CancellationToken);
        if (!hash.AsSpan().SequenceEqual(Key.Data))
        {
            Throw.OtherRows(Options.Name ?? Recipe.Method, Stored?.Difference(train, rows) ?? new(Count, rows, null, null));
        }

        return train;
    }

    /// <summary>The rows of a part: whole shards, where features are stored.</summary>
    internal RowRange RowsOf(Part part)
    {
        if (RowsPerShard is not { } rowsPerShard)
        {
            var (firstRow, rows) = part.Of(Count);
            return new RowRange(firstRow, rows);
        }

        var (first, count) = part.Of((Count + rowsPerShard - 1) / rowsPerShard);
        return new RowRange(first * rowsPerShard, Math.Min(Count, (first + count) * rowsPerShard) - (first * rowsPerShard));
    }

    /// <summary>The user's weights, to be put back after a stage: checkpoints are loaded into the same model.</summary>
    internal KeptWeights KeepWeights()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return new KeptWeights(Task.Model, _checkpoint is not null);
    }

    /// <summary>Keeps the first pass of the curvature, which rode along with the collecting pass over all rows.</summary>
    internal void Observe(FitPass pass) => _observed = pass;

    /// <summary>The pass that rode along, which is the caller's; null when there is none.</summary>
    internal FitPass? TakeObserved()
    {
        var observed = _observed;
        _observed = null;
        return observed;
    }

    /// <summary>The training examples of some rows, batch by batch; each batch is valid until the next is asked for.</summary>
    private IEnumerable<ExampleBatch> Batches(RowRange range)
    {
        if (Train is not { } train)
        {
            Throw.NeedsTrainingView(Recipe.Method);
            throw null!;
        }

        Activate();
        var (progress, done) = (Progress(range), 0L);
        foreach (var batch in train.Read(Options.BatchSize, Stored?.ChunkRows ?? 0, range, null, Options.CancellationToken))
        {
            RequireSample();
            yield return batch;
            progress(done += batch.Count);
        }

        RequireWeights();
    }

    private Action<long> Progress(RowRange range) =>
        done => Options.Progress?.Report(new AttributionProgress("fit curvature", done, range.Count));

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
        var key = Key.ForFeatures(Recipe, codec).ToKey(Collect.Kind);
        if (ArtifactCatalog.TryReadManifest(Store, key, Options.CancellationToken) is { } manifest)
        {
            return FactoredCodec.Factored(Layout, manifest.Layout.Select(tensor => tensor.Name));
        }

        // Rows of different lengths may have one position in the first batch and several in the next.
        return Train is { HasFixedLengths: true } ? _outerProducts! : new HashSet<string>();
    }

    /// <summary>Remembers what the features of the first examples show.</summary>
    internal void Look(FeatureBatch features) =>
        _outerProducts ??= features.Blocks.Where(block => block.IsOuterProduct).Select(block => block.Shape.Name).ToHashSet();

    /// <summary>Makes the map; the codec follows when it is asked for, after <see cref="Look"/>.</summary>
    internal void Prepare(IReadOnlyDictionary<string, Tensor>? mapState) => _map = Recipe.CreateFeatureMap(this, mapState);

    /// <summary>Puts the member's weights into the model, and makes sure that they and the task are those of the fit.</summary>
    /// <exception cref="InvalidOperationException">The model has other weights or settings, or the task is another.</exception>
    internal void Activate()
    {
        if (FeatureKey.StructureOf(Task.Model) != Key.StructureText)
        {
            Throw.StructureChanged();
        }

        if (Task.DescribeSettings() + Task.DescribeCode(isSettings: true) is var now && now != _task)
        {
            var name = ValueWriter.NameOfDifference(_task, now);
            Throw.TaskChanged(name is null ? "" : $", such as '{name}'");
        }

        _checkpoint?.Load(Task.Model);
        RequireWeights();
    }

    /// <summary>Compares the weights by the hash of all their bytes.</summary>
    /// <exception cref="InvalidOperationException">The model has other weights.</exception>
    internal void RequireWeights()
    {
        if (ModelState.Checksum(Task.Model) != _weights)
        {
            Throw.ModelChanged(_checkpoint is null ? "model" : $"checkpoint '{_checkpoint.Name}'");
        }

        _sample = ModelState.Sample(Task.Model);
    }

    /// <summary>Compares samples of the weights, which costs nothing beside a batch: within a pass nothing may change them.</summary>
    /// <exception cref="InvalidOperationException">The model has other weights.</exception>
    internal void RequireSample()
    {
        if (_sample is null || !ModelState.Sample(Task.Model).SequenceEqual(_sample))
        {
            RequireWeights();
        }
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
        _isDisposed = true;
        _map?.Dispose();
        Stored?.Dispose();
        FirstRows?.Dispose();
        Curvature?.Dispose();
        _observed?.Dispose();
    }
}
