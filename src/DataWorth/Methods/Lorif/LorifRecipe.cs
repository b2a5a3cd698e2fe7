using System.Globalization;
using DataWorth.Codecs;
using DataWorth.Curvature;
using DataWorth.Features;
using DataWorth.LinearAlgebra;
using DataWorth.Planning;
using DataWorth.Projections;
using DataWorth.Scoring;
using DataWorth.Stages;
using DataWorth.Statistics;

namespace DataWorth.Methods.Lorif;

/// <summary>LoRIF = two-sided projected gradient x truncated Fisher with Woodbury x rank-c factors.</summary>
internal sealed class LorifRecipe(LorifOptions options) : Recipe(options)
{
    private readonly TwoSidedFeatures _features = new(ProjectionTable.Get(options.Projection), options.Rank, options.Seed);

    public override string Method => "lorif";

    public override IFeatureMap CreateFeatureMap(FitSession session, IReadOnlyDictionary<string, Tensor>? state) =>
        _features.CreateMap(session, state);

    public override IReadOnlyList<(string Name, string Value)> DescribeFeatures() =>
        [
            .. _features.Describe(),
            ("factors", options.ExactFactors ? "exact" : "power iteration"),
            .. options.ExactFactors || ProjectionTable.Get(options.Projection).IsRandom // then the seed is there already
                ? []
                : new[] { ("factor seed", options.Seed.ToString(CultureInfo.InvariantCulture)) },
        ];

    public override IReadOnlyList<(string Name, string Value)>? DescribeMap() => _features.IsFitted ? _features.Describe() : null;

    public override FitPass? NextMapPass(FitSession session, IReadOnlyDictionary<string, Tensor>? state) =>
        _features.NextPass(session, state);

    public override IReadOnlyList<(string Name, string Value)> DescribeStorage() => [("storage", options.Codec)];

    public override IFeatureCodec CreateCodec(FitSession session) =>
        session.CreateCodec(options.Codec, new LowRankOptions { IsExact = options.ExactFactors, Seed = options.Seed });

    public override IReadOnlyList<(string Name, string Value)> DescribeCurvature() =>
        [
            ("curvature", "truncated fisher"),
            ("subspace", options.Subspace.ToString(CultureInfo.InvariantCulture)),
            ("power iterations", options.PowerIterations.ToString(CultureInfo.InvariantCulture)),
            ("svd seed", options.Seed.ToString(CultureInfo.InvariantCulture)),
        ];

    public override FitPass? NextPass(FitSession session, FeatureLayout layout, IReadOnlyDictionary<string, Tensor>? state) =>
        SubspaceCurvature.NextPass(
            layout,
            session.Type,
            session.Device,
            new StreamingSvdOptions
            {
                Rank = options.Subspace,
                PowerIterations = options.PowerIterations,
                Seed = options.Seed,
            },
            state
        );

    public override int CurvaturePasses => options.PowerIterations + 2;

    public override ICurvature RestoreCurvature(FeatureLayout layout, IReadOnlyDictionary<string, Tensor> state) =>
        new SubspaceCurvature(layout, state, options.DampingRule);

    public override FitEstimate Estimate(FitShape shape)
    {
        var layout = _features.LayoutOf(shape.Gradients);
        return shape.Estimate(
            layout,
            CodecTable.Create(options.Codec),
            CurvatureCost.Subspace(layout, shape.NumberBytes, options.Subspace)
        );
    }

    public override SizeOption? Size =>
        _features.HasRank ? new("rank", options.Rank, rank => new LorifRecipe(options with { Rank = rank })) : null;

    public override bool StoresCoefficients => options.StoreCoefficients;

    public override IExampleCoefficients? StoredCoefficients(ICurvature curvature) =>
        options.StoreCoefficients ? (IExampleCoefficients)curvature : null;

    /// <summary>Queries as they are: shares of positions add up to the score that no factor rounds, on either side.</summary>
    public override IScorer CreatePositionScorer(FitSession session, QueryGradients queries, Damping damping) =>
        base.CreateScorer(session, queries, damping);

    /// <summary>Queries as factors: Woodbury scores from stored coefficients where that takes fewer products, else preconditioned
    /// once.</summary>
    public override IScorer CreateScorer(FitSession session, QueryGradients queries, Damping damping)
    {
        var rank = options.QueryRank ?? options.FactorRank;
        if (session.Layout.Blocks.All(block => rank >= Math.Min(block.Outputs, block.Inputs)))
        {
            return base.CreateScorer(session, queries, damping);
        }

        using var scope = NewDisposeScope();
        var rows = queries.ToRows();
        var factors = session
            .Layout.Blocks.Select(
                (block, i) =>
                    LowRankFactorization.FromMatrices(
                        session.Layout.Slice(rows, i).reshape(-1, block.Outputs, block.Inputs),
                        new LowRankOptions
                        {
                            Rank = (int)Math.Min(rank, Math.Min(block.Outputs, block.Inputs)),
                            IsExact = options.ExactFactors,
                            Seed = options.Seed,
                        },
                        block.Name
                    )
            )
            .ToList();
        try
        {
            var reduced = cat([.. factors.Select(factor => factor.Reconstruct().flatten(1))], 1);
            var errors = (rows - reduced).norm(1, keepdim: false, p: 2f) / rows.norm(1, keepdim: false, p: 2f).clamp_min(double.Epsilon);
            IReadOnlyList<string> reports =
            [
                $"query factors of rank {rank}: relative error at most {errors.max().to_type(ScalarType.Float64).item<double>():g3}",
            ];
            var products = session.Layout.Blocks.Sum(block =>
                (options.FactorRank * rank * (block.Outputs + block.Inputs)) + options.Subspace
            );
            return options.StoreCoefficients && products < options.FactorRank * session.Layout.Size
                ? new WoodburyScorer((SubspaceCurvature)session.Curvature!, factors, damping, session.Groups, reports)
                : new PreconditionedScorer(
                    session.Layout,
                    session.Codec,
                    queries.Precondition(session.Curvature!, damping, reduced),
                    session.Groups,
                    reports
                );
        }
        finally
        {
            foreach (var factor in factors)
            {
                factor.Dispose();
            }
        }
    }
}
