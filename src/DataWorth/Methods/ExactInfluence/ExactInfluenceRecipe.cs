using DataWorth.Codecs;
using DataWorth.Curvature;
using DataWorth.Features;
using DataWorth.Gradients;
using DataWorth.Planning;
using DataWorth.Projections;
using DataWorth.Scoring;
using DataWorth.Stages;
using DataWorth.Statistics;

namespace DataWorth.Methods.ExactInfluence;

/// <summary>Exact influence = full gradient x dense curvature x nothing stored.</summary>
internal sealed class ExactInfluenceRecipe(ExactInfluenceOptions options) : Recipe(options)
{
    private const int Copies = 3; // the matrix, its eigenvectors, the solver's work space

    public override string Method => "exact-influence";

    public override IFeatureMap CreateFeatureMap(FitSession session, IReadOnlyDictionary<string, Tensor>? state) =>
        new TwoSidedProjectionMap(session.CreateCollector(), ProjectionSet.Identity(session.Modules.Layout));

    public override IReadOnlyList<(string Name, string Value)> DescribeFeatures() => [("features", "full gradient")];

    public override IFeatureCodec? CreateCodec(FitSession session) => null;

    public override IReadOnlyList<(string Name, string Value)> DescribeCurvature() =>
        [("curvature", "exact " + options.Curvature), ("partition", options.Partition.ToString())];

    public override string? WhyNoModuleScores(ScoreRule rule) =>
        options.Partition == CurvaturePartition.Whole && rule is ScoreRule.Relatif or ScoreRule.Cosine
            ? "its curvature couples the modules, so that none has a self-influence of its own (Dot, L2 or Partition = Blocks would do)"
            : null;

    public override FitEstimate Estimate(FitShape shape) =>
        shape.Estimate(
            shape.Gradients,
            codec: null,
            options.Partition == CurvaturePartition.Whole
                ? CurvatureCost.Spectral(shape.Gradients, Rank(shape), Rank(shape))
                : CurvatureCost.Dense(shape.Gradients, sizeof(double))
        );

    private double Rank(FitShape shape) =>
        options.Curvature == ExactCurvature.Fisher ? Math.Min(shape.Gradients.Size, shape.Examples) : shape.Gradients.Size;

    public override FitPass? NextPass(FitSession session, FeatureLayout layout, IReadOnlyDictionary<string, Tensor>? state)
    {
        if (state is not null)
        {
            return null;
        }

        var order = new ParameterOrder(session.Task.Model, session.Modules);
        var groups = order.Groups(options.Partition);
        foreach (var (name, columns) in groups)
        {
            var size = columns.shape[0];
            var shorter = options.Curvature == ExactCurvature.Fisher ? Math.Min(size, session.Count) : size;
            var needed = Copies * sizeof(double) * Math.Max(shorter * shorter, size * shorter);
            if (needed > options.MaximumBytes)
            {
                Throw.TooLarge("Exact influence", name, size, needed, options.MaximumBytes);
            }
        }

        return options.Curvature == ExactCurvature.Fisher
            ? DenseSpectrum.Pass(layout, session.Type, session.Device, groups, session.Count)
            : DenseSpectrum.Pass(new LossHessian(session.Task, session.Modules, order), groups);
    }

    public override ICurvature RestoreCurvature(FeatureLayout layout, IReadOnlyDictionary<string, Tensor> state) =>
        new SpectralCurvature(layout, state, dropsRest: false, options.Curvature == ExactCurvature.Fisher ? ScalarType.Float64 : null);
}
