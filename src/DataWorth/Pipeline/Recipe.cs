using DataWorth.Codecs;
using DataWorth.Curvature;
using DataWorth.Features;
using DataWorth.Scoring;

namespace DataWorth.Pipeline;

/// <summary>A method as four parts: feature map x curvature x codec x score rule. Everything else (reading, storing, scoring, top-k,
/// schema) is shared.</summary>
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

    /// <summary>Makes the feature map of training examples and queries. The caller owns it.</summary>
    public abstract IFeatureMap CreateFeatureMap(RecipeContext context);

    /// <summary>What of the options changes the features: names and values, in a fixed order. Part of their key in the store.</summary>
    public abstract IReadOnlyList<(string Name, string Value)> DescribeFeatures();

    /// <summary>Makes the codec of stored features; null when the method stores none and runs the model again instead.</summary>
    /// <param name="context">What the fit knows.</param>
    /// <param name="map">The feature map.</param>
    public abstract IFeatureCodec? CreateCodec(RecipeContext context, IFeatureMap map);

    /// <summary>What of the options changes the curvature: part of its key in the store. Null when the method has no curvature.</summary>
    public virtual IReadOnlyList<(string Name, string Value)>? DescribeCurvature() => null;

    /// <summary>Fits the curvature; called when <see cref="DescribeCurvature"/> is not null and the store does not have it.</summary>
    public virtual ICurvature FitCurvature(ITrainingFeatures train, RecipeContext context) => new IdentityCurvature(train.Layout);

    /// <summary>Makes the curvature again from its persisted statistics, which it takes over.</summary>
    public virtual ICurvature RestoreCurvature(FeatureLayout layout, IReadOnlyDictionary<string, Tensor> state) =>
        new IdentityCurvature(layout);

    /// <summary>In how many parts of modules the curvature is fitted and used, one at a time. Default 1: all together.</summary>
    public virtual int CurvatureParts => 1;

    /// <summary>What the curvature wants stored per example beside the features; null (the default) for nothing.</summary>
    /// <param name="curvature">The fitted curvature.</param>
    public virtual IExampleCoefficients? StoredCoefficients(ICurvature curvature) => null;

    /// <summary>Why there are no scores per module with these options, as the end of a sentence; null (the default) when there
    /// are.</summary>
    public virtual string? WhyNoModuleScores => null;

    /// <summary>Prepares the scoring of queries. Default: dot products with preconditioned queries.</summary>
    /// <param name="context">The fit.</param>
    /// <param name="queries">phi_q, signed; stays the caller's and outlives the scorer.</param>
    public virtual IScorer CreateScorer(ScoringContext context, QueryGradients queries)
    {
        using var rows = queries.ToRows();
        return new PreconditionedScorer(
            context.Layout,
            context.Codec,
            context.Curvature.Precondition(rows, context.Damping),
            context.Groups
        );
    }
}
