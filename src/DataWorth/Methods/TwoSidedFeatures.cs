using System.Globalization;
using DataWorth.Features;
using DataWorth.Projections;
using DataWorth.Stages;
using DataWorth.Statistics;

namespace DataWorth.Methods;

/// <summary>Two-sided projected gradients by a kind of projection: the feature map that LoGra and LoRIF share.</summary>
/// <param name="kind">The kind.</param>
/// <param name="rank">k.</param>
/// <param name="seed">Seed.</param>
internal sealed class TwoSidedFeatures(ProjectionDescription kind, int rank, long seed)
{
    /// <summary>What changes the features.</summary>
    public IReadOnlyList<(string Name, string Value)> Describe() =>
        [
            ("features", "two-sided projected gradient"),
            ("projection", CultureInfo.InvariantCulture.TextInfo.ToTitleCase(kind.Name)), // keys have always had it so
            ("rank", kind.HasRank ? rank.ToString(CultureInfo.InvariantCulture) : "none"),
            ("projection seed", kind.IsRandom ? seed.ToString(CultureInfo.InvariantCulture) : "none"),
        ];

    /// <summary>The map of a fit; given projections come first.</summary>
    /// <param name="session">The fit.</param>
    /// <param name="state">What an earlier map kept; null for a new one.</param>
    /// <param name="given">Projections made elsewhere, which are copied; null for none.</param>
    public IFeatureMap CreateMap(
        FitSession session,
        IReadOnlyDictionary<string, Tensor>? state,
        IReadOnlyDictionary<string, ProjectionPair>? given = null
    ) =>
        new TwoSidedProjectionMap(
            session.CreateCollector(),
            state is not null ? ProjectionSet.FromTensors(session.Modules.Layout, state)
                : given is not null
                    ? ProjectionSet.Given(
                        session.Modules.Layout,
                        given.ToDictionary(
                            entry => entry.Key,
                            entry => new ProjectionPair(Copy(entry.Value.Output, session), Copy(entry.Value.Input, session))
                        )
                    )
                : Create(session)
        );

    /// <summary>Whether the projections are made from covariances of the full gradient.</summary>
    public bool IsFitted => kind.NeedsCovariances;

    /// <summary>Whether k says how large features are.</summary>
    public bool HasRank => kind.HasRank;

    /// <summary>The features' layout: a side that is not longer than k is kept whole.</summary>
    /// <param name="gradients">Layout of the full gradients.</param>
    public FeatureLayout LayoutOf(FeatureLayout gradients) =>
        !kind.HasRank
            ? gradients
            : new([
                .. gradients.Blocks.Select(block =>
                    block with
                    {
                        Outputs = Math.Min(rank, block.Outputs),
                        Inputs = Math.Min(rank, block.Inputs),
                    }
                ),
            ]);

    /// <summary>The features' layout with projections made elsewhere.</summary>
    /// <param name="gradients">Layout of the full gradients.</param>
    /// <param name="given">The projections.</param>
    public static FeatureLayout LayoutOf(FeatureLayout gradients, IReadOnlyDictionary<string, ProjectionPair> given) =>
        new([
            .. gradients.Blocks.Select(block =>
                given.TryGetValue(block.Name, out var pair)
                    ? block with
                    {
                        Outputs = pair.Output?.shape[0] ?? block.Outputs,
                        Inputs = pair.Input?.shape[0] ?? block.Inputs,
                    }
                    : block
            ),
        ]);

    /// <summary>The pass over the training examples that sums them.</summary>
    /// <param name="session">The fit.</param>
    /// <param name="state">What the pass left; null at first.</param>
    public FitPass? NextPass(FitSession session, IReadOnlyDictionary<string, Tensor>? state)
    {
        if (state is not null)
        {
            return null;
        }

        var source = session.Modules.Layout;
        var covariances = new KroneckerCovariances(source, session.Type, session.Device);
        return new FitPass(covariances, () => Create(session, covariances).ToTensors())
        {
            Map = new TwoSidedProjectionMap(session.CreateCollector(), ProjectionSet.Identity(source)),
        };
    }

    private ProjectionSet Create(FitSession session, KroneckerCovariances? covariances = null) =>
        ProjectionSet.Create(session.Modules.Layout, kind, rank, seed, session.Type, session.Device, covariances);

    private static Tensor? Copy(Tensor? matrix, FitSession session) => matrix?.to(session.Type, copy: true).to(session.Device);
}
