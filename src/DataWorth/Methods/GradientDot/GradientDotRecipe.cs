using DataWorth.Codecs;
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

    public override IScorer CreateScorer(ScoringContext context, QueryGradients queries) =>
        options.StoreGradients ? base.CreateScorer(context, queries) : new GradientScorer(context.Layout, queries, context.Groups);

    public override IReadOnlyList<(string Name, string Value)> DescribeStorage() =>
        [("storage", options.StoreGradients ? "gradients" : "nothing")];

    public override IFeatureCodec? CreateCodec(FitSession session) => options.StoreGradients ? session.CreateCodec(null) : null;
}
