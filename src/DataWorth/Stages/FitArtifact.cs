using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using DataWorth.Artifacts;
using DataWorth.Data;
using DataWorth.Gradients;
using DataWorth.Methods;
using DataWorth.Tasks;
using Microsoft.ML;

namespace DataWorth.Stages;

/// <summary>A fit in the store: method, options, name, and the keys of what its members made. With it another process answers queries
/// without the training rows.</summary>
internal static class FitArtifact
{
    private const int ShortestKey = 6;
    private const int FingerprintLength = 32;

    /// <summary>Name of the artifact kind.</summary>
    public const string Kind = "fit";

    private const string OptionPrefix = "option ";
    private const string NotePrefix = "note ";
    private const string Made = "made";
    private const string MapPrefix = "map ";

    // What was read of the fits of a store: they never change, and a sweep looks at all earlier ones again with each fit.
    private static readonly ConditionalWeakTable<IArtifactStore, KnownOptions> s_read = [];

    /// <summary>Writes the artifact, in place of an earlier one of the same fit; one that is the newest of its name stays.</summary>
    /// <returns>Its key.</returns>
    public static ArtifactKey Write(
        Recipe recipe,
        AttributionTask task,
        IArtifactStore store,
        IReadOnlyList<FitSession> members,
        FitSummary summary
    )
    {
        var key = new FingerprintBuilder()
            .Add("fit", recipe.Options.Name ?? "")
            .Add("method", recipe.Method)
            .Add("task", members[0].Key.TaskText)
            .Add("structure", members[0].Key.StructureText)
            .Add("modules", FeatureKey.Describe(members[0].Modules))
            .Add("examples", summary.Examples)
            .Add("members", members.Count)
            .Add("data", Convert.ToHexStringLower(members[0].Key.Data));
        FitCheckpoints.Describe(recipe.Options, key);
        foreach (var (name, value) in OptionsBinder.Describe(recipe.Options))
        {
            key.Add(OptionPrefix + name, value);
        }

        foreach (var (name, text) in recipe.Options.Notes)
        {
            key.Add(NotePrefix + name, text);
        }

        var tensors = new Dictionary<string, Tensor>();
        for (var i = 0; i < members.Count; i++)
        {
            key.Add(Member(i, "model"), members[i].Key.ModelText);
            foreach (var (name, artifact) in members[i].Artifacts)
            {
                key.Add(Member(i, name), artifact);
            }

            foreach (var (name, tensor) in members[i].Map.State)
            {
                tensors.Add(Member(i, MapPrefix + name), tensor);
            }
        }

        // The newest of a name is the last that was fitted, also where it is an earlier one again.
        var fits = Newest(Fits(store)).ToList();
        var earlier = fits.Where(fit => Same(fit.Options, key.Options)).Select(fit => fit.Key).ToList();
        if (fits.Find(fit => fit.Options["fit"] == (recipe.Options.Name ?? "")).Key is { } newest && earlier.Contains(newest))
        {
            return newest;
        }

        var content = key.Options.ToDictionary();
        key.Add(Made, TimeProvider.System.GetUtcNow().Ticks);
        try
        {
            TensorArtifacts.Write(store, key.ToKey(Kind), key.Options, tensors, recipe.Options.CancellationToken, content: Kind);
        }
        catch (ArtifactStorageException) when (earlier.Count > 0)
        {
            return earlier[0]; // a store that cannot be written has the fit already; only its time is older
        }

        // Looked for again: others may have written the same at once. The first of them stays, because somebody may have been given its key.
        var (mine, same) = (key.ToKey(Kind), Newest(Fits(store)).Where(fit => Same(fit.Options, content)).Select(fit => fit.Key).ToList());
        var kept = same.LastOrDefault(fit => !earlier.Contains(fit)) ?? mine;
        foreach (var old in same.Where(fit => fit != kept && (fit == mine || earlier.Contains(fit))))
        {
            try
            {
                ArtifactCatalog.Remove(store, old);
            }
            catch (ArtifactNotFoundException)
            {
                // Another one has removed it.
            }
        }

        return kept;
    }

    /// <summary>Opens the newest fit of a name.</summary>
    /// <param name="store">The store.</param>
    /// <param name="name">The name given at the fit, or the beginning of its key.</param>
    /// <param name="task">The task of the fit, whose model has its weights (or gets them from the checkpoints).</param>
    /// <param name="train">The training view, for methods that store nothing; null otherwise.</param>
    /// <param name="change">Changes options that a process chooses: checkpoints, progress, cancellation.</param>
    /// <exception cref="ArgumentException">There is no such fit.</exception>
    /// <exception cref="FitMismatchException">It was made with another task, model or data, or with other checkpoints or shares.</exception>
    public static Fitted Open(
        IArtifactStore store,
        string name,
        AttributionTask task,
        IDataView? train,
        Func<AttributionOptions, AttributionOptions>? change
    )
    {
        var (key, stored) = Find(store, name);
        var method = MethodTable.Get(stored["method"]);
        var options = OptionsBinder.Bind(method.DefaultOptions(), Texts(stored, OptionPrefix)) with { Notes = Texts(stored, NotePrefix) };
        var fittedRecipe = method.CreateRecipe(options);
        options = (change?.Invoke(options) ?? options) with { Store = store };
        var recipe = method.CreateRecipe(options);
        Require(name, FitPart.Options, "options", Describe(recipe), Describe(fittedRecipe));
        var modules = TrackedModules.Select(task.Model, options.Modules);
        var reader = train is null ? null : new BatchReader(train, task, options.IdColumn);
        var data = Convert.FromHexString(stored["data"]);
        if (reader is not null)
        {
            var (hash, rows) = reader.Fingerprint("training", options.CancellationToken);
            if (!hash.AsSpan().SequenceEqual(data))
            {
                Throw.OtherRows(name, Difference(store, stored, reader, rows));
            }
        }

        var count = long.Parse(stored["examples"], CultureInfo.InvariantCulture);
        var tensors = TensorArtifacts.TryRead(store, key, ModelState.Placement(task.Model).Device)!;
        var members = new List<FitSession>();
        var loaded = new Dictionary<ArtifactKey, ModelCheckpoint>();
        using var weights = new KeptWeights(task.Model, options.Checkpoints.Count > 0);
        try
        {
            var memberCount = int.Parse(stored["members"], CultureInfo.InvariantCulture);
            FitCheckpoints.Require(name, options, stored);
            for (var i = 0; i < memberCount; i++)
            {
                var checkpoint = options.Checkpoints.Count > 0 ? options.Checkpoints[i] : null;
                checkpoint?.Load(task.Model);
                var features = new FeatureKey(ModelState.Fingerprint(task.Model), data, task, modules, options.ClipTokens);
                FitCheckpoints.RequireOther(loaded, checkpoint, features);
                Require(name, FitPart.Weights, "model weights", features.ModelText, stored[Member(i, "model")]);
                Require(name, FitPart.Model, "the task", features.TaskText, stored["task"]);
                Require(
                    name,
                    FitPart.Model,
                    "model structure (settings, code of your classes and what it reads)",
                    features.StructureText,
                    stored["structure"]
                );
                Require(name, FitPart.Model, "modules", FeatureKey.Describe(modules), stored["modules"]);
                var member = new FitSession(recipe, task, modules, store, reader, features, count, checkpoint);
                members.Add(member);
                var prefix = Member(i, MapPrefix);
                member.Prepare(
                    tensors
                        .Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
                        .ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value)
                );
                member.Artifacts[Probe.Kind] = stored[Member(i, Probe.Kind)];
                Probe.Check(member);
                if (member.Codec is not null)
                {
                    Require(
                        name,
                        FitPart.Options,
                        "storage",
                        ArtifactCatalog.ReadManifest(store, ArtifactKey.Parse(stored[Member(i, Collect.Kind)])).Codec,
                        member.Codec.Name
                    );
                    Collect.Open(member, ArtifactKey.Parse(stored[Member(i, Collect.Kind)]));
                }

                FitCurvature.Open(member, stored.GetValueOrDefault(Member(i, FitCurvature.Kind)));
                Coefficients.Run(member);
            }

            return new Fitted(recipe, task, members, Summarize(recipe, members, modules, count) with { Key = key });
        }
        catch
        {
            members.ForEach(member => member.Dispose());
            throw;
        }
    }

    private static ChangedRows Difference(IArtifactStore store, IReadOnlyDictionary<string, string> stored, BatchReader train, long now)
    {
        var then = long.Parse(stored["examples"], CultureInfo.InvariantCulture);
        if (
            !stored.TryGetValue(Member(0, Collect.Kind), out var key)
            || ArtifactReader.TryOpen(store, ArtifactKey.Parse(key), VerificationLevel.FirstRead) is not { } features
        )
        {
            return new(then, now, null, null);
        }

        using (features)
        {
            return StoredFeatures.Difference(features, train, now);
        }
    }

    /// <summary>The fits of a store, the newest first.</summary>
    public static IReadOnlyList<FitDescription> List(IArtifactStore store) => [.. Newest(Fits(store)).Select(Describe)];

    /// <summary>The newest fit of a name, or the one whose key begins so.</summary>
    public static FitDescription Get(IArtifactStore store, string name)
    {
        var (key, options) = Find(store, name);
        return Describe((key, options));
    }

    private static FitDescription Describe((ArtifactKey Key, IReadOnlyDictionary<string, string> Options) fit) =>
        new(
            fit.Key,
            fit.Options["fit"] is { Length: > 0 } name ? name : null,
            fit.Options["method"],
            long.Parse(fit.Options["examples"], CultureInfo.InvariantCulture),
            new DateTimeOffset(long.Parse(fit.Options[Made], CultureInfo.InvariantCulture), TimeSpan.Zero),
            Texts(fit.Options, OptionPrefix),
            Texts(fit.Options, NotePrefix)
        );

    private static Dictionary<string, string> Texts(IReadOnlyDictionary<string, string> stored, string prefix) =>
        stored
            .Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value);

    private static IEnumerable<(ArtifactKey Key, IReadOnlyDictionary<string, string> Options)> Newest(
        IEnumerable<(ArtifactKey Key, IReadOnlyDictionary<string, string> Options)> fits
    ) => fits.OrderByDescending(fit => long.Parse(fit.Options[Made], CultureInfo.InvariantCulture));

    private static FitSummary Summarize(Recipe recipe, IReadOnlyList<FitSession> members, TrackedModules modules, long count) =>
        new(
            recipe.Method,
            recipe.Options.Name,
            count,
            members[0].Layout.Size,
            members.Sum(member => member.Stored?.BytesPerExample ?? 0),
            members.Sum(FitCurvature.StoredBytes),
            [.. members[0].Layout.Blocks.Select(block => $"{block.Name} [{block.Outputs}, {block.Inputs}]")],
            modules.LeftOut,
            modules.Warning,
            members[0].Artifacts.GetValueOrDefault(Collect.Kind),
            members[0].Artifacts.GetValueOrDefault(FitCurvature.Kind),
            count,
            [],
            TimeSpan.Zero
        );

    private static (ArtifactKey Key, IReadOnlyDictionary<string, string> Options) Find(IArtifactStore store, string name)
    {
        var unreadable = new List<(ArtifactSummary Artifact, string Message)>();
        var manifests = Newest(Fits(store, unreadable)).ToList();
        // A name first; the beginning of a key only where it cannot be meant as anything else.
        var found = manifests.FindAll(fit => name.Length > 0 && (fit.Options["fit"] == name || fit.Key.ToString() == name));
        var beginning = name.StartsWith(Kind + "/", StringComparison.Ordinal) ? name[(Kind.Length + 1)..] : name;
        if (found.Count == 0 && beginning.Length >= ShortestKey)
        {
            found = manifests.FindAll(fit => fit.Key.Fingerprint.StartsWith(beginning, StringComparison.Ordinal));
            if (found.Count > 1)
            {
                Throw.SeveralFits(name, found.Select(fit => fit.Key.ToString()));
            }
        }

        if (found.Count > 0)
        {
            // Its name cannot be read: it may be the newest of this one.
            var newest = found[0];
            var hidden = unreadable.Find(fit => fit.Artifact.LastModified > Describe(newest).Made);
            if (newest.Options["fit"] == name && hidden.Artifact is { } artifact)
            {
                Throw.FitMayBeNewer(name, newest.Key.ToString(), artifact.Key.ToString(), hidden.Message);
            }

            return newest;
        }

        Throw.NoFit(
            name,
            store.Description,
            manifests.Select(entry => entry.Options["fit"] is { Length: > 0 } text ? text : entry.Key.ToString()).Distinct(),
            [.. unreadable.Select(fit => fit.Message)]
        );
        throw null!;
    }

    // Damaged fits, and those of another format, are passed over: they are in nobody's way.
    private static List<(ArtifactKey Key, IReadOnlyDictionary<string, string> Options)> Fits(
        IArtifactStore store,
        List<(ArtifactSummary Artifact, string Message)>? unreadable = null
    )
    {
        var fits = new List<(ArtifactKey, IReadOnlyDictionary<string, string>)>();
        var read = s_read.GetOrCreateValue(store);
        foreach (var artifact in ArtifactCatalog.List(store, Kind).Where(artifact => artifact.IsFinished && IsFingerprint(artifact.Key)))
        {
            try
            {
                var options = read.GetValueOrDefault(artifact.Key) ?? ArtifactCatalog.TryReadManifest(store, artifact.Key)?.Options;
                if (options?.ContainsKey(Made) is true)
                {
                    fits.Add((artifact.Key, read[artifact.Key] = options));
                }
            }
            catch (ArtifactException exception) when (exception is not ArtifactStorageException)
            {
                unreadable?.Add((artifact, exception.Message));
            }
        }

        return fits;
    }

    // A folder of another name was made by somebody else, and is no fit.
    private static bool IsFingerprint(ArtifactKey key) =>
        key.Fingerprint.Length == FingerprintLength && key.Fingerprint.All(char.IsAsciiHexDigitLower);

    private static bool Same(IReadOnlyDictionary<string, string> stored, IReadOnlyDictionary<string, string> options) =>
        stored.Count == options.Count + 1 && options.All(option => stored.GetValueOrDefault(option.Key) == option.Value);

    /// <summary>The error of a part of a fit that is not in its store.</summary>
    public static ArtifactNotFoundException Missing(IArtifactStore store, ArtifactKey key) =>
        new($"Artifact '{key}' of the fit is not in {store.Description}. Fit again, or give the store that has it.");

    private static void Require(string name, FitPart part, string what, string found, string expected)
    {
        if (found != expected)
        {
            Throw.OtherFit(name, part, what, found, expected);
        }
    }

    // What of the options the stored numbers depend on.
    private static string Describe(Recipe recipe) =>
        string.Join(
            "; ",
            recipe.DescribeFeatures().Concat(recipe.DescribeCurvature() ?? []).Select(option => $"{option.Name} {option.Value}")
        );

    private static string Member(int index, string name) => FormattableString.Invariant($"member {index} {name}");

    private sealed class KnownOptions : ConcurrentDictionary<ArtifactKey, IReadOnlyDictionary<string, string>>;
}
