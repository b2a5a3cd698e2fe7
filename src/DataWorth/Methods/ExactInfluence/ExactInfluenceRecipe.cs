using DataWorth.Codecs;
using DataWorth.Curvature;
using DataWorth.Features;
using DataWorth.Gradients;
using DataWorth.Pipeline;
using DataWorth.Projections;
using DataWorth.Scoring;
using DataWorth.Tasks;

namespace DataWorth.Methods.ExactInfluence;

/// <summary>Exact influence = full gradient x dense curvature x nothing stored.</summary>
internal sealed class ExactInfluenceRecipe(ExactInfluenceOptions options) : Recipe(options)
{
    private const int Copies = 3; // the matrix, its eigenvectors, the solver's work space

    public override string Method => "exact-influence";

    public override IFeatureMap CreateFeatureMap(RecipeContext context) =>
        new TwoSidedProjectionMap(
            new GradientCollector(context.Task, context.Modules),
            ProjectionSet.Identity(context.Modules.Layout),
            Objective.Loss,
            options.Measurement.Objective
        );

    public override IReadOnlyList<(string Name, string Value)> DescribeFeatures() => [("features", "full gradient")];

    public override IFeatureCodec? CreateCodec(RecipeContext context, IFeatureMap map) => null;

    public override IReadOnlyList<(string Name, string Value)> DescribeCurvature() =>
        [("curvature", "exact " + options.Curvature), ("partition", options.Partition.ToString())];

    public override string? WhyNoModuleScores =>
        options.Partition == CurvaturePartition.Whole && options.Score is ScoreRule.Relatif or ScoreRule.Cosine
            ? "its curvature couples the modules, so that none has a self-influence of its own (Dot, L2 or Partition = Blocks would do)"
            : null;

    public override ICurvature FitCurvature(ITrainingFeatures train, RecipeContext context)
    {
        using var scope = NewDisposeScope();
        var order = new ParameterOrder(context.Task.Model, context.Modules);
        var groups = order.Groups(options.Partition);
        foreach (var (name, columns) in groups)
        {
            var size = columns.shape[0];
            var shorter = options.Curvature == ExactCurvature.Fisher ? Math.Min(size, train.Count) : size;
            var needed = Copies * sizeof(double) * Math.Max(shorter * shorter, size * shorter);
            if (needed > options.MaximumBytes)
            {
                Throw.TooLarge("Exact influence", name, size, needed, options.MaximumBytes);
            }
        }

        return options.Curvature == ExactCurvature.Fisher
            ? DenseSpectrum.OfFisher(train, groups)
            : DenseSpectrum.OfHessian(new LossHessian(context.Task, context.Modules, order, context.Batches), groups);
    }

    public override ICurvature RestoreCurvature(FeatureLayout layout, IReadOnlyDictionary<string, Tensor> state) =>
        new SpectralCurvature(layout, state, dropsRest: false);
}
