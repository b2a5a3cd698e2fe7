using DataWorth.Codecs;
using DataWorth.Curvature;
using DataWorth.Features;
using DataWorth.Projections;
using DataWorth.Scoring;
using DataWorth.Stages;

namespace DataWorth.Methods.GradientDot;

/// <summary>Gradient dot = full gradient x no curvature x nothing stored (or dense rows).</summary>
internal sealed class GradientDotRecipe(GradientDotOptions options) : Recipe(options)
{
    public override string Method => "gradient-dot";

    public override IFeatureMap CreateFeatureMap(FitSession session, IReadOnlyDictionary<string, Tensor>? state) =>
        new TwoSidedProjectionMap(session.CreateCollector(), ProjectionSet.Identity(session.Modules.Layout));

    public override IReadOnlyList<(string Name, string Value)> DescribeFeatures() => [("features", "full gradient")];

    public override IScorer CreateScorer(FitSession session, QueryGradients queries, Damping damping) =>
        options.StoreGradients ? base.CreateScorer(session, queries, damping) : new GradientScorer(session.Layout, queries, session.Groups);

    public override IReadOnlyList<(string Name, string Value)> DescribeStorage() =>
        [("storage", options.StoreGradients ? "gradients" : "nothing")];

    public override IFeatureCodec? CreateCodec(FitSession session) => options.StoreGradients ? session.CreateCodec(null) : null;
}
