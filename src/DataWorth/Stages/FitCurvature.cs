using DataWorth.Artifacts;
using DataWorth.Curvature;
using DataWorth.Features;

namespace DataWorth.Stages;

/// <summary>The stage 'fit curvature': from the stored features (or the model, where none are stored); some modules at a time where the
/// recipe wants that. What the store has is not fitted again.</summary>
public static class FitCurvature
{
    /// <summary>Name of the artifact kind.</summary>
    internal const string Kind = "curvature";

    /// <summary>Gives the session its curvature.</summary>
    /// <param name="session">The fit, after <see cref="Collect"/>.</param>
    /// <param name="part">The rows of this worker; default all.</param>
    /// <returns>False when sums of other parts are missing: run it again when they are there. A method of several passes needs that
    /// several times.</returns>
    /// <exception cref="InvalidOperationException">The session has no map, or features are not complete.</exception>
    public static bool Run(FitSession session, Part? part = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        using var weights = session.KeepWeights();
        var recipe = session.Recipe;
        if (session.Curvature is not null)
        {
            return true;
        }

        if (!session.HasMap)
        {
            Throw.StageOrder(nameof(FitCurvature), nameof(FitMap));
        }

        if (recipe.DescribeCurvature() is null)
        {
            session.Curvature = new IdentityCurvature(session.Layout);
            return true;
        }

        if (session.Codec is not null && session.Stored is null)
        {
            Throw.StageOrder(nameof(FitCurvature), nameof(Collect));
        }

        var whole = Key(session);
        var modules = session.Layout.Split(recipe.CurvatureParts);
        var keys = modules.Count == 1 ? [whole] : modules.Select(range => whole.Copy().Add("blocks", Names(session, range))).ToList();
        var isComplete = true;
        for (var i = 0; i < modules.Count; i++)
        {
            var (first, count) = modules[i];
            var layout = session.Layout.Range(first, count);
            var state = Passes.Run(
                session,
                part ?? Part.Whole,
                Kind,
                keys[i],
                fitted => recipe.NextPass(session, layout, fitted),
                modules.Count == 1 ? null : batch => new FeatureBatch(batch.Ids, [.. batch.Blocks.Skip(first).Take(count)])
            );
            isComplete &= state is not null;
            if (state is not null && modules.Count == 1)
            {
                session.Curvature = recipe.RestoreCurvature(layout, state);
            }
            else
            {
                Free(state);
            }
        }

        session.Artifacts[Kind] = string.Join(", ", keys.Select(key => key.ToKey(Kind)));
        if (isComplete && modules.Count > 1)
        {
            session.Curvature = Partitioned(session, [.. keys.Select(key => key.ToKey(Kind))]);
        }

        return isComplete;
    }

    /// <summary>Opens the curvature of a fit that was loaded.</summary>
    internal static void Open(FitSession session, string? keys)
    {
        if (keys is null)
        {
            session.Curvature = new IdentityCurvature(session.Layout);
            return;
        }

        session.Artifacts[Kind] = keys;
        IReadOnlyList<ArtifactKey> all = [.. keys.Split(", ").Select(ArtifactKey.Parse)];
        session.Curvature =
            all.Count == 1 ? session.Recipe.RestoreCurvature(session.Layout, Read(session, all[0])) : Partitioned(session, all);
    }

    /// <summary>Key parts of the curvature of all modules.</summary>
    internal static FingerprintBuilder Key(FitSession session) => session.Key.ForCurvature(session.Recipe, session.Codec?.Name ?? "none");

    private static string Names(FitSession session, (int First, int Count) range) =>
        string.Join(", ", session.Layout.Blocks.Skip(range.First).Take(range.Count).Select(block => block.Name));

    private static PartitionedCurvature Partitioned(FitSession session, IReadOnlyList<ArtifactKey> keys)
    {
        var modules = session.Layout.Split(session.Recipe.CurvatureParts);
        return new PartitionedCurvature(session.Layout, modules, i =>
            session.Recipe.RestoreCurvature(session.Layout.Range(modules[i].First, modules[i].Count), Read(session, keys[i]))
        );
    }

    private static IReadOnlyDictionary<string, Tensor> Read(FitSession session, ArtifactKey key) =>
        TensorArtifacts.TryRead(session.Store, key, session.Device) ?? throw FitArtifact.Missing(session.Store, key);

    private static void Free(IReadOnlyDictionary<string, Tensor>? state)
    {
        foreach (var tensor in state?.Values ?? [])
        {
            tensor.Dispose();
        }
    }

    /// <summary>Bytes of the curvature's statistics in the store; 0 where there are none.</summary>
    internal static long StoredBytes(FitSession session) =>
        session.Artifacts.TryGetValue(Kind, out var keys)
            ? keys.Split(", ").Sum(part => ArtifactCatalog.ReadManifest(session.Store, ArtifactKey.Parse(part)).ContentBytes)
            : 0;
}
