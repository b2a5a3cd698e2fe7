using System.Globalization;
using DataWorth.Codecs;
using DataWorth.Curvature;
using DataWorth.Features;
using DataWorth.Planning;
using DataWorth.Projections;
using DataWorth.Scoring;
using DataWorth.Stages;
using DataWorth.Statistics;
using DataWorth.Tasks;

namespace DataWorth.Methods.Ekfac;

/// <summary>EKFAC = full gradient x Kronecker-eigenbasis curvature x nothing stored: training gradients are contracted, never
/// kept.</summary>
internal sealed class EkfacRecipe(EkfacOptions options) : Recipe(options)
{
    public override string Method => options.Kind.ToString().ToLowerInvariant();

    public override IFeatureMap CreateFeatureMap(FitSession session, IReadOnlyDictionary<string, Tensor>? state) =>
        FullGradient(session, Objective.Loss);

    public override IReadOnlyList<(string Name, string Value)> DescribeFeatures() => [("features", "full gradient")];

    public override IFeatureCodec? CreateCodec(FitSession session) => null;

    public override IReadOnlyList<(string Name, string Value)> DescribeCurvature() =>
        [
            ("curvature", Method),
            ("fisher", options.EmpiricalFisher ? "empirical" : "true, seed " + options.Seed.ToString(CultureInfo.InvariantCulture)),
            ("normalization", options.CovarianceNormalization.ToString()),
        ];

    public override FitPass? NextPass(FitSession session, FeatureLayout layout, IReadOnlyDictionary<string, Tensor>? state)
    {
        var pass = EigenbasisCurvature.NextPass(layout, session.Type, session.Device, options.Kind, options.CovarianceNormalization, state);
        return options.EmpiricalFisher || pass is null
            ? pass
            : pass with
            {
                Map = FullGradient(session, Objective.SampledLoss(options.Seed)),
            };
    }

    public override FitEstimate Estimate(FitShape shape) =>
        shape.Estimate(
            shape.Gradients,
            codec: null,
            CurvatureCost.Eigenbasis(shape.Gradients, shape.NumberBytes, options.Kind == EigenbasisKind.Diagonal, options.Partitions)
        );

    public override int CurvaturePasses => options.Kind == EigenbasisKind.Ekfac ? 2 : 1;

    public override int CurvatureParts => options.Partitions;

    public override IScorer CreateScorer(FitSession session, QueryGradients queries, Damping damping)
    {
        if (options.QueryRank is not { } rank)
        {
            return base.CreateScorer(session, queries, damping);
        }

        using var preconditioned = queries.Precondition(session.Curvature!, damping);
        return new LowRankScorer(session.Layout, preconditioned, rank, session.Groups);
    }

    public override ICurvature RestoreCurvature(FeatureLayout layout, IReadOnlyDictionary<string, Tensor> state) =>
        new EigenbasisCurvature(layout, state);

    private TwoSidedProjectionMap FullGradient(FitSession session, Objective objective) =>
        new(session.CreateCollector(), ProjectionSet.Identity(session.Modules.Layout), objective);
}
