using DataWorth.Codecs;
using DataWorth.Curvature;
using DataWorth.Features;

namespace DataWorth.Pipeline;

/// <summary>A method as four parts: feature map x curvature x codec x score rule. Everything else (reading, storing, scoring, top-k, schema) is shared.</summary>
public abstract class Recipe
{
    /// <summary>Takes validated options.</summary>
    /// <param name="options">The method's options.</param>
    protected Recipe(AttributionOptions options)
    {
        options.Validate();
        Options = options;
    }

    /// <summary>The method's name in tables, files and messages.</summary>
    public abstract string Method { get; }

    /// <summary>The options.</summary>
    public AttributionOptions Options { get; }

    /// <summary>Name of the curvature: part of its artifact's key.</summary>
    public abstract string CurvatureName { get; }

    /// <summary>Makes the feature map of training examples. The caller owns it.</summary>
    public abstract IFeatureMap CreateFeatureMap(RecipeContext context);

    /// <summary>What of the options changes the stored features: names and values, in a fixed order.</summary>
    public abstract IReadOnlyList<(string Name, string Value)> DescribeFeatures(RecipeContext context);

    /// <summary>Makes the codec for features of the given type.</summary>
    public abstract IFeatureCodec CreateCodec(ScalarType features);

    /// <summary>Starts the statistics of the curvature; null when the method has none.</summary>
    public abstract ICurvatureBuilder? CreateCurvatureBuilder(FeatureLayout layout, ScalarType type, Device device);

    /// <summary>Makes the curvature again from its persisted statistics, which it takes over.</summary>
    public abstract ICurvature RestoreCurvature(FeatureLayout layout, IReadOnlyDictionary<string, Tensor> state);
}
