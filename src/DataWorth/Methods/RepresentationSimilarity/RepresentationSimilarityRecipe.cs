using DataWorth.Codecs;
using DataWorth.Features;
using DataWorth.Gradients;
using DataWorth.Planning;
using DataWorth.Scoring;
using DataWorth.Stages;

namespace DataWorth.Methods.RepresentationSimilarity;

/// <summary>Representation similarity = hidden layer x no curvature x dense rows.</summary>
internal sealed class RepresentationSimilarityRecipe(RepresentationSimilarityOptions options) : Recipe(options)
{
    public override string Method => "representation-similarity";

    public override IFeatureMap CreateFeatureMap(FitSession session, IReadOnlyDictionary<string, Tensor>? state)
    {
        var modules = TrackedModules.Select(
            session.Task.Model,
            new ModuleSelection { Include = options.Layer ?? "*", Kinds = options.Layer is null ? ModuleKindTable.Linear : "all" }
        );
        return new RepresentationMap(session.Task, modules.Modules[^1]);
    }

    public override bool RanksSuspects => false;

    public override IReadOnlyList<(string Name, string Value)> DescribeFeatures() =>
        [("features", "representation"), ("layer", options.Layer ?? "last")];

    public override string WhyNoModuleScores(ScoreRule rule) => "its feature is one hidden layer";

    /// <summary>The input of the last block, about: a layer that is chosen may be wider.</summary>
    public override FitEstimate Estimate(FitShape shape) =>
        shape.Estimate(new FeatureLayout([new("representation", 1, shape.Gradients.Blocks[^1].Inputs)]), new DenseCodec(shape.Type));

    public override IFeatureCodec CreateCodec(FitSession session) => new DenseCodec(session.Type);
}
