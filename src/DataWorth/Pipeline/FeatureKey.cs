using DataWorth.Artifacts;
using DataWorth.Codecs;
using DataWorth.Features;

namespace DataWorth.Pipeline;

/// <summary>The identities of a fit's artifacts: everything that the stored numbers depend on, and nothing else.</summary>
internal static class FeatureKey
{
    /// <summary>Version of the feature computations: raised when the same options would store other numbers.</summary>
    private const int FormatVersion = 1;

    /// <summary>Key parts of the features: model, data, modules, feature map, codec. Damping, score rule and batch size are not among them.</summary>
    public static FingerprintBuilder ForFeatures(Recipe recipe, RecipeContext context, byte[] model, byte[] data, IFeatureCodec codec)
    {
        var builder = new FingerprintBuilder()
            .Add("feature version", FormatVersion)
            .Add("model", "sha256:" + Convert.ToHexStringLower(model))
            .Add("data", "sha256:" + Convert.ToHexStringLower(data))
            .Add("task", context.Task.GetType().FullName ?? context.Task.GetType().Name)
            .Add("modules", Describe(context.Modules.Layout))
            .Add("precision", context.Type.ToString());
        foreach (var (name, value) in recipe.DescribeFeatures(context))
            builder.Add(name, value);
        return builder.Add("codec", codec.Name);
    }

    /// <summary>Key parts of a curvature: the features it was fitted on and its kind.</summary>
    public static FingerprintBuilder ForCurvature(Recipe recipe, ArtifactKey features) =>
        new FingerprintBuilder().Add("curvature", recipe.CurvatureName).Add("features", features.ToString());

    /// <summary>Blocks as text: 'fc1 [64, 64]; fc2 [64, 64]'.</summary>
    public static string Describe(FeatureLayout layout) => string.Join("; ", layout.Blocks.Select(block => $"{block.Name} [{block.Outputs}, {block.Inputs}]"));
}
