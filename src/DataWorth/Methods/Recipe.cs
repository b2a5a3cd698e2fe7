using DataWorth.Codecs;
using DataWorth.Curvature;
using DataWorth.Features;
using DataWorth.Planning;
using DataWorth.Scoring;
using DataWorth.Stages;
using DataWorth.Statistics;

namespace DataWorth.Methods;

/// <summary>A method as four parts: feature map x curvature x codec x score rule. Everything else (reading, storing, scoring, top-k,
/// schema) is shared.</summary>
public abstract class Recipe
{
    /// <summary>Takes validated options.</summary>
    /// <param name="options">The method's options.</param>
    protected Recipe(AttributionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        Options = options;
        if (options.ModuleScores.Length > 0 && WhyNoModuleScores(options.Score) is { } reason)
        {
            Throw.NoModuleScores(Method, reason);
        }
    }

    /// <summary>The method's name in tables, files and messages.</summary>
    public abstract string Method { get; }

    /// <summary>The options.</summary>
    public AttributionOptions Options { get; }

    /// <summary>What of the options changes a map that is itself fitted to the training examples: part of its key in the store. Null (the
    /// default) when the map needs no training examples.</summary>
    public virtual IReadOnlyList<(string Name, string Value)>? DescribeMap() => null;

    /// <summary>The next pass of the map's fit; asked for when <see cref="DescribeMap"/> is not null.</summary>
    /// <param name="session">The fit, which has no map yet.</param>
    /// <param name="state">What the passes before left; null at first. Stays the caller's.</param>
    /// <returns>The pass, or null (the default) when the state is what <see cref="CreateFeatureMap"/> takes.</returns>
    public virtual FitPass? NextMapPass(FitSession session, IReadOnlyDictionary<string, Tensor>? state) => null;

    /// <summary>Makes the feature map of training examples and queries. The caller owns it.</summary>
    /// <param name="session">The fit.</param>
    /// <param name="state">What was fitted, or an earlier map of the fit kept (<see cref="IFeatureMap.State"/>), which is taken over; null
    /// for a new one.</param>
    public abstract IFeatureMap CreateFeatureMap(FitSession session, IReadOnlyDictionary<string, Tensor>? state);

    /// <summary>What of the options changes the features: names and values, in a fixed order. Part of their key in the store.</summary>
    public abstract IReadOnlyList<(string Name, string Value)> DescribeFeatures();

    /// <summary>What of the options changes how features lie in the store (<see cref="CreateCodec"/>), and nothing of the features. Default:
    /// nothing.</summary>
    public virtual IReadOnlyList<(string Name, string Value)> DescribeStorage() => [];

    /// <summary>Makes the codec of stored features; null when the method stores none and runs the model again instead.</summary>
    /// <param name="session">The fit, which has its map.</param>
    public abstract IFeatureCodec? CreateCodec(FitSession session);

    /// <summary>What of the options changes the curvature: part of its key in the store. Null when the method has no curvature.</summary>
    public virtual IReadOnlyList<(string Name, string Value)>? DescribeCurvature() => null;

    /// <summary>The next pass of the curvature's fit; called when <see cref="DescribeCurvature"/> is not null. A first pass over factored
    /// gradients of the fit's own map rides along with the pass that collects features.</summary>
    /// <param name="session">The fit.</param>
    /// <param name="layout">Layout of the features, or of some consecutive blocks of them.</param>
    /// <param name="state">What the passes before left; null at first. Stays the caller's.</param>
    /// <returns>The pass, or null (the default) when the state is what <see cref="RestoreCurvature"/> takes.</returns>
    public virtual FitPass? NextPass(FitSession session, FeatureLayout layout, IReadOnlyDictionary<string, Tensor>? state) => null;

    /// <summary>Makes the curvature again from its persisted statistics, which it takes over.</summary>
    /// <param name="layout">Layout of the features.</param>
    /// <param name="state">The statistics.</param>
    public virtual ICurvature RestoreCurvature(FeatureLayout layout, IReadOnlyDictionary<string, Tensor> state) =>
        new IdentityCurvature(layout);

    /// <summary>How many passes over the training examples the map's fit takes at most: those of <see cref="NextMapPass"/>. Default: 1 where
    /// <see cref="DescribeMap"/> is not null.</summary>
    public virtual int MapPasses => DescribeMap() is null ? 0 : 1;

    /// <summary>How many passes over the training examples the curvature's fit takes at most: those of <see cref="NextPass"/>. Default: 1
    /// where <see cref="DescribeCurvature"/> is not null.</summary>
    public virtual int CurvaturePasses => DescribeCurvature() is null ? 0 : 1;

    /// <summary>In how many parts of modules the curvature is fitted and used, one at a time. Default 1: all together.</summary>
    public virtual int CurvatureParts => 1;

    /// <summary>What a fit takes at most. Default: a row of nothing, no curvature.</summary>
    /// <param name="shape">Model and data.</param>
    public virtual FitEstimate Estimate(FitShape shape) => shape.Estimate(shape.Gradients, codec: null);

    /// <summary>The recipe with the options that it chooses by the sizes of model and data. Default: this one, which chooses none.</summary>
    /// <param name="shape">Model and data.</param>
    public virtual Recipe For(FitShape shape) => this;

    /// <summary>What makes the numbers of a fit doubtful, a sentence each, to be said at the fit and wherever it is asked. Default:
    /// nothing.</summary>
    /// <param name="session">The fit, with its curvature.</param>
    public virtual IEnumerable<string> Cautions(FitSession session) => [];

    /// <summary>Whether self-influence says how hard a label was to learn, so that suspects can be ranked by it. Default true.</summary>
    public virtual bool RanksSuspects => true;

    /// <summary>What is to be known of suspects that are ranked by this method's self-influence, in a sentence; null (the default) for
    /// nothing.</summary>
    public virtual string? SuspectCaution => null;

    /// <summary>The option on which the size of a fit depends most; null (the default) where none can make it smaller.</summary>
    public virtual SizeOption? Size => null;

    /// <summary>Whether the curvature may want numbers stored per example (<see cref="StoredCoefficients"/>). Default false.</summary>
    public virtual bool StoresCoefficients => false;

    /// <summary>What the curvature wants stored per example beside the features; null (the default) for nothing.</summary>
    /// <param name="curvature">The fitted curvature.</param>
    public virtual IExampleCoefficients? StoredCoefficients(ICurvature curvature) => null;

    /// <summary>Why there are no scores per module with a score rule, as the end of a sentence; null (the default) when there
    /// are.</summary>
    /// <param name="rule">The rule.</param>
    public virtual string? WhyNoModuleScores(ScoreRule rule) => null;

    /// <summary>Prepares the shares of positions in scores. Default: as <see cref="CreateScorer"/>; a method whose scorer rounds queries or takes
    /// stored rows only gives one that does not.</summary>
    /// <param name="session">The fit, with its curvature.</param>
    /// <param name="queries">phi_q, signed; stays the caller's and outlives the scorer.</param>
    /// <param name="damping">lambda.</param>
    public virtual IScorer CreatePositionScorer(FitSession session, QueryGradients queries, Damping damping) =>
        CreateScorer(session, queries, damping);

    /// <summary>Prepares the scoring of queries. Default: dot products with preconditioned queries.</summary>
    /// <param name="session">The fit, with its curvature.</param>
    /// <param name="queries">phi_q, signed; stays the caller's and outlives the scorer.</param>
    /// <param name="damping">lambda.</param>
    public virtual IScorer CreateScorer(FitSession session, QueryGradients queries, Damping damping) =>
        new PreconditionedScorer(session.Layout, session.Codec, queries.Precondition(session.Curvature!, damping), session.Groups);
}
