using DataWorth.Artifacts;
using DataWorth.Curvature;
using DataWorth.Features;

namespace DataWorth.Stages;

/// <summary>The stage 'fit curvature': from the stored features (or the model, where none are stored); part by part where the recipe wants
/// parts. What the store has is not fitted again.</summary>
public static class FitCurvature
{
    /// <summary>Name of the artifact kind.</summary>
    internal const string Kind = "curvature";

    /// <summary>Gives the session its curvature.</summary>
    /// <param name="session">The fit, after <see cref="Collect"/>.</param>
    public static void Run(FitSession session)
    {
        var recipe = session.Recipe;
        if (recipe.DescribeCurvature() is null)
        {
            session.Curvature = new IdentityCurvature(session.Layout);
            return;
        }

        var codec = session.Codec?.Name ?? "none";
        if (recipe.CurvatureParts == 1)
        {
            var key = session.Key.ForCurvature(recipe, codec);
            session.Artifacts[Kind] = key.ToKey(Kind).ToString();
            session.Curvature = GetOrFit(session, key, session);
            return;
        }

        var parts = session.Layout.Split(recipe.CurvatureParts);
        var keys = new List<ArtifactKey>();
        var reports = new List<string>();
        foreach (var (first, count) in parts)
        {
            var names = string.Join(", ", session.Layout.Blocks.Skip(first).Take(count).Select(block => block.Name));
            var key = session.Key.ForCurvature(recipe, codec).Add("blocks", names);
            keys.Add(key.ToKey(Kind));
            using var part = GetOrFit(session, key, new PartialFeatures(session, first, count));
            reports.AddRange(part.Reports);
        }

        session.Artifacts[Kind] = string.Join(", ", keys);
        session.Curvature = Parts(session, keys, reports);
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
            all.Count == 1 ? session.Recipe.RestoreCurvature(session.Layout, Read(session, all[0])) : Parts(session, all, []);
    }

    private static PartitionedCurvature Parts(FitSession session, IReadOnlyList<ArtifactKey> keys, IReadOnlyList<string> reports)
    {
        var parts = session.Layout.Split(session.Recipe.CurvatureParts);
        return new PartitionedCurvature(
            session.Layout,
            parts,
            part => session.Recipe.RestoreCurvature(session.Layout.Range(parts[part].First, parts[part].Count), Read(session, keys[part])),
            reports
        );
    }

    private static IReadOnlyDictionary<string, Tensor> Read(FitSession session, ArtifactKey key) =>
        TensorArtifacts.TryRead(session.Store, key, session.Device)
        ?? throw new ArtifactNotFoundException(
            $"Artifact '{key}' of the fit is not in {session.Store.Description}. Fit again, or give the store that has it."
        );

    private static ICurvature GetOrFit(FitSession session, FingerprintBuilder key, ITrainingFeatures train)
    {
        if (TensorArtifacts.TryRead(session.Store, key.ToKey(Kind), session.Device) is { } state)
        {
            return session.Recipe.RestoreCurvature(train.Layout, state);
        }

        var curvature = session.Recipe.FitCurvature(train, session);
        TensorArtifacts.Write(session.Store, key.ToKey(Kind), key.Options, curvature.State, session.Options.CancellationToken);
        return curvature;
    }
}
