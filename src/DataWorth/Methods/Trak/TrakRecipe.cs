using System.Globalization;
using DataWorth.Codecs;
using DataWorth.Curvature;
using DataWorth.Features;
using DataWorth.Planning;
using DataWorth.Projections;
using DataWorth.Scoring;
using DataWorth.Stages;
using DataWorth.Statistics;

namespace DataWorth.Methods.Trak;

/// <summary>TRAK = randomly projected margin gradient x Gram inverse x dense rows with 1 - p beside.</summary>
internal sealed class TrakRecipe(TrakOptions options) : Recipe(options)
{
    private readonly Lazy<Tensor?> _given = new(() =>
        options.GivenProjection ?? (options.ProjectionFile is { } path ? ProjectionFile.ReadMatrix(path) : null)
    );

    private const int LargestDefault = 1024;
    private const int ExamplesPerDimension = 4;
    private const double SmallestEigenvalue = 0.05; // of the mean one; 20 times what is right is noise already

    public override string Method => "trak";

    public override IFeatureMap CreateFeatureMap(FitSession session, IReadOnlyDictionary<string, Tensor>? state)
    {
        using var kept = state?.GetValueOrDefault(GivenRows.Name);
        IProjectionRows projection = (kept ?? _given.Value) is { } given
            ? new GivenRows(given, session.Modules.Parameters, session.Type, session.Device)
            : new RademacherRows(Dimension(Shape(session)), options.Seed, session.Type, session.Device);
        return new RandomProjectionMap(session.Task, session.CreateCollector(), projection);
    }

    public override IReadOnlyList<(string Name, string Value)> DescribeFeatures() =>
        [
            ("features", "randomly projected margin gradient"),
            ("projection", _given.Value is { } given ? "given " + TensorHash.Of(given) : "Rademacher"),
            ("dimension", (_given.Value?.shape[1] ?? options.Dimension)?.ToString(CultureInfo.InvariantCulture) ?? "by the examples"),
            ("projection seed", _given.Value is null ? options.Seed.ToString(CultureInfo.InvariantCulture) : "none"),
        ];

    public override IFeatureCodec CreateCodec(FitSession session) => new DenseCodec(session.Type);

    public override IReadOnlyList<(string Name, string Value)> DescribeCurvature() => [("curvature", "gram")];

    public override FitPass? NextPass(FitSession session, FeatureLayout layout, IReadOnlyDictionary<string, Tensor>? state) =>
        RawFisher.NextPass(layout, ScalarType.Float64, session.Device, state);

    public override ICurvature RestoreCurvature(FeatureLayout layout, IReadOnlyDictionary<string, Tensor> state) =>
        new RawFisher(layout, state);

    public override FitEstimate Estimate(FitShape shape)
    {
        var layout = new FeatureLayout([new("projected", 1, _given.Value?.shape[1] ?? Dimension(shape))]);
        var estimate = shape.Estimate(layout, new DenseCodec(shape.Type), CurvatureCost.Dense(layout, sizeof(double)));
        return estimate with { RowBytes = estimate.RowBytes + shape.NumberBytes }; // 1 - p beside
    }

    public override SizeOption? Size =>
        _given.Value is null && options.Dimension is { } dimension
            ? new("dimension", dimension, size => new TrakRecipe(options with { Dimension = size }))
            : null;

    public override Recipe For(FitShape shape) =>
        options.Dimension is null && _given.Value is null ? new TrakRecipe(options with { Dimension = Dimension(shape) }) : this;

    public override IEnumerable<string> Cautions(FitSession session)
    {
        var (size, parameters) = (session.Layout.Size, session.Modules.Layout.Size);
        var mean = ((RawFisher)session.Curvature!).MeanEigenvalue(0);
        var ratio = Math.Min(1, (double)size / session.Count);
        var smallest = size > parameters ? 0 : Math.Pow(1 - Math.Sqrt(ratio), 2); // of the mean eigenvalue
        if (smallest + (options.Damping.For(mean) / mean) < SmallestEigenvalue)
        {
            yield return $"TRAK's kernel is nearly singular with dimension {size} for {session.Count} examples and {parameters} tracked "
                + $"parameters: its scores are mostly noise. Fit again with option 'dimension' = "
                + $"'{Dimension(Shape(session), null)}', or with more damping, such as option 'damping' = '0.1'.";
        }
    }

    // phi^T K^-1 phi without 1 - p is the leverage of the margin's gradient, at most 1: of a label that was hard to learn it is hardly larger.
    public override string? SuspectCaution =>
        "TRAK's self-influence is the leverage of an example's gradient, which says little of how hard its label was to learn: wrong labels are "
        + "ranked hardly better than by chance (area 0.6, where 0.5 is chance). Fit ekfac or logra for suspects (area about 0.87).";

    public override string WhyNoModuleScores(ScoreRule rule) => "its projection mixes the gradients of all modules";

    private static FitShape Shape(FitSession session) => new(session.Modules.Layout, session.Count, session.Type);

    private int Dimension(FitShape shape) => Dimension(shape, options.Dimension);

    private static int Dimension(FitShape shape, int? given) =>
        given ?? (int)Math.Clamp(Math.Min(shape.Examples / ExamplesPerDimension, shape.Gradients.Size), 1, LargestDefault);

    /// <summary>phi_q (Phi^T Phi + N lambda I)^-1 = (1/N) phi_q (H + lambda I)^-1 with H = Phi^T Phi / N.</summary>
    public override IScorer CreateScorer(FitSession session, QueryGradients queries, Damping damping) =>
        new PreconditionedScorer(
            session.Layout,
            session.Codec,
            queries.Precondition(session.Curvature!, damping).div_(session.Count),
            session.Groups
        );
}
