using System.Globalization;
using DataWorth.Codecs;
using DataWorth.Curvature;
using DataWorth.Features;
using DataWorth.Gradients;
using DataWorth.LinearAlgebra;
using DataWorth.Pipeline;
using DataWorth.Projections;
using DataWorth.Tasks;

namespace DataWorth.Methods.Lorif;

/// <summary>LoRIF = two-sided projected gradient x truncated Fisher with Woodbury x rank-c factors.</summary>
internal sealed class LorifRecipe(LorifOptions options) : Recipe(options)
{
    public override string Method => "lorif";

    public override IFeatureMap CreateFeatureMap(RecipeContext context) => new TwoSidedProjectionMap(
        new GradientCollector(context.Task, context.Modules),
        ProjectionSet.Random(context.Modules.Layout, options.Rank, ProjectionKind.Rademacher, options.Seed, context.Type, context.Device),
        Objective.Loss, options.Measurement.Objective);

    public override IReadOnlyList<(string Name, string Value)> DescribeFeatures() =>
    [
        ("features", "two-sided projected gradient"),
        ("projection", nameof(ProjectionKind.Rademacher)),
        ("rank", options.Rank.ToString(CultureInfo.InvariantCulture)),
        ("projection seed", options.Seed.ToString(CultureInfo.InvariantCulture)),
        ("factors", options.ExactFactors ? "exact" : "power iteration"),
    ];

    public override IFeatureCodec CreateCodec(ScalarType type) =>
        new RankCodec(new LowRankOptions { Rank = options.FactorRank, IsExact = options.ExactFactors, Seed = options.Seed }, options.Storage);

    public override IReadOnlyList<(string Name, string Value)> DescribeCurvature() =>
    [
        ("curvature", "truncated fisher"),
        ("subspace", options.Subspace.ToString(CultureInfo.InvariantCulture)),
        ("power iterations", options.PowerIterations.ToString(CultureInfo.InvariantCulture)),
        ("svd seed", options.Seed.ToString(CultureInfo.InvariantCulture)),
    ];

    public override ICurvature FitCurvature(ITrainingFeatures train, RecipeContext context) => SubspaceCurvature.Fit(
        train, new StreamingSvdOptions { Rank = options.Subspace, PowerIterations = options.PowerIterations, Seed = options.Seed }, options.DampingRule);

    public override ICurvature RestoreCurvature(FeatureLayout layout, IReadOnlyDictionary<string, Tensor> state) =>
        new SubspaceCurvature(layout, state, options.DampingRule);
}
