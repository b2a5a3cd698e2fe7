using DataWorth.Codecs;
using DataWorth.Curvature;
using DataWorth.Features;
using DataWorth.Gradients;
using DataWorth.Methods;
using DataWorth.Projections;
using DataWorth.Stages;
using DataWorth.Statistics;

namespace DataWorth.Tests.Methods;

/// <summary>A method that is not in the table, written from outside: full gradients whitened by their Fisher, stored as they are. It keeps
/// the laws of the test kit.</summary>
public sealed class OwnMethodTests : RecipeConformance
{
    /// <inheritdoc/>
    protected override AttributionEstimator Create(AttributionProblem problem, Func<AttributionOptions, AttributionOptions> change) =>
        new(problem.MLContext, problem.Classifier.Task, new WhitenedGradient(change(new Options { Store = problem.Store })));

    private sealed record Options : AttributionOptions;

    private sealed class WhitenedGradient(AttributionOptions options) : Recipe(options)
    {
        public override string Method => "whitened-gradient";

        public override IFeatureMap CreateFeatureMap(FitSession session, IReadOnlyDictionary<string, Tensor>? state) =>
            new TwoSidedProjectionMap(
                new GradientCollector(session.Task, session.Modules),
                ProjectionSet.Identity(session.Modules.Layout)
            );

        public override IReadOnlyList<(string Name, string Value)> DescribeFeatures() => [("features", "full gradient")];

        public override IFeatureCodec CreateCodec(FitSession session) => session.CreateCodec(null);

        public override IReadOnlyList<(string Name, string Value)> DescribeCurvature() => [("curvature", "fisher")];

        public override FitPass? NextPass(FitSession session, FeatureLayout layout, IReadOnlyDictionary<string, Tensor>? state) =>
            RawFisher.NextPass(layout, session.Type, session.Device, state);

        public override ICurvature RestoreCurvature(FeatureLayout layout, IReadOnlyDictionary<string, Tensor> state) =>
            new RawFisher(layout, state);
    }
}
