using DataWorth.Codecs;
using DataWorth.Features;
using DataWorth.Gradients;
using DataWorth.Pipeline;
using DataWorth.Projections;
using DataWorth.Scoring;
using DataWorth.Tasks;

namespace DataWorth.Methods.GradientDot;

/// <summary>Gradient dot = full gradient x no curvature x nothing stored (or dense rows).</summary>
internal sealed class GradientDotRecipe(GradientDotOptions options) : Recipe(options)
{
    public override string Method => "gradient-dot";

    public override IFeatureMap CreateFeatureMap(RecipeContext context) =>
        new TwoSidedProjectionMap(
            new GradientCollector(context.Task, context.Modules),
            ProjectionSet.Identity(context.Modules.Layout),
            Objective.Loss,
            options.Measurement.Objective
        );

    public override IReadOnlyList<(string Name, string Value)> DescribeFeatures() => [("features", "full gradient")];

    public override IScorer CreateScorer(ScoringContext context, QueryGradients queries) =>
        options.StoreGradients ? base.CreateScorer(context, queries) : new GradientScorer(context.Layout, queries, context.Groups);

    public override IFeatureCodec? CreateCodec(RecipeContext context, IFeatureMap map) =>
        options.StoreGradients ? FeatureCodec.Lossless(context.Type, map.Layout, context.OuterProducts(map)) : null;
}
