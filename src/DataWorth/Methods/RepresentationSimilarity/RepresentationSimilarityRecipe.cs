using DataWorth.Codecs;
using DataWorth.Features;
using DataWorth.Gradients;
using DataWorth.Pipeline;

namespace DataWorth.Methods.RepresentationSimilarity;

/// <summary>Representation similarity = hidden layer x no curvature x dense rows.</summary>
internal sealed class RepresentationSimilarityRecipe(RepresentationSimilarityOptions options) : Recipe(options)
{
    public override string Method => "representation-similarity";

    public override IFeatureMap CreateFeatureMap(RecipeContext context)
    {
        var modules = TrackedModules.Select(
            context.Task.Model,
            new ModuleSelection { Include = options.Layer ?? "*", Kinds = options.Layer is null ? ModuleKinds.Linear : ModuleKinds.All }
        );
        return new RepresentationMap(context.Task, modules.Modules[^1]);
    }

    public override IReadOnlyList<(string Name, string Value)> DescribeFeatures() =>
        [("features", "representation"), ("layer", options.Layer ?? "last")];

    public override string WhyNoModuleScores => "its feature is one hidden layer";

    public override IFeatureCodec CreateCodec(RecipeContext context, IFeatureMap map) => new DenseCodec(context.Type);
}
