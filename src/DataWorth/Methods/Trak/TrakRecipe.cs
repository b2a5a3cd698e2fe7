using System.Globalization;
using DataWorth.Codecs;
using DataWorth.Curvature;
using DataWorth.Features;
using DataWorth.Gradients;
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

    public override string Method => "trak";

    public override IFeatureMap CreateFeatureMap(FitSession session, IReadOnlyDictionary<string, Tensor>? state)
    {
        using var kept = state?.GetValueOrDefault(GivenRows.Name);
        IProjectionRows projection = (kept ?? _given.Value) is { } given
            ? new GivenRows(given, session.Modules.Parameters, session.Type, session.Device)
            : new RademacherRows(options.Dimension, options.Seed, session.Type, session.Device);
        return new RandomProjectionMap(session.Task, new GradientCollector(session.Task, session.Modules), projection);
    }

    public override IReadOnlyList<(string Name, string Value)> DescribeFeatures() =>
        [
            ("features", "randomly projected margin gradient"),
            ("projection", _given.Value is { } given ? "given " + TensorHash.Of(given) : "Rademacher"),
            ("dimension", (_given.Value?.shape[1] ?? options.Dimension).ToString(CultureInfo.InvariantCulture)),
            ("projection seed", _given.Value is null ? options.Seed.ToString(CultureInfo.InvariantCulture) : "none"),
        ];

    public override IFeatureCodec CreateCodec(FitSession session) => new DenseCodec(session.Type);

    public override IReadOnlyList<(string Name, string Value)> DescribeCurvature() => [("curvature", "gram")];

    public override FitPass? NextPass(FitSession session, FeatureLayout layout, IReadOnlyDictionary<string, Tensor>? state) =>
        RawFisher.NextPass(layout, ScalarType.Float64, session.Device, state) is { } pass
            ? session.Type == ScalarType.Float32 && session.Count < layout.Size
                ? pass with
                {
                    Reports = [FewExamples(session.Count, layout.Size)],
                }
                : pass
            : null;

    private static string FewExamples(long examples, long dimension) =>
        $"{examples} examples are fewer than dimension {dimension}: the inverse of their Gram matrix amplifies the rounding of float32. Take a "
        + "smaller dimension, a float64 model, or more damping";

    public override ICurvature RestoreCurvature(FeatureLayout layout, IReadOnlyDictionary<string, Tensor> state) =>
        new RawFisher(layout, state);

    public override FitEstimate Estimate(FitShape shape)
    {
        var layout = new FeatureLayout([new("projected", 1, _given.Value?.shape[1] ?? options.Dimension)]);
        var estimate = shape.Estimate(layout, new DenseCodec(shape.Type), CurvatureCost.Dense(layout, sizeof(double)));
        return estimate with { RowBytes = estimate.RowBytes + shape.NumberBytes }; // 1 - p beside
    }

    public override SizeOption? Size =>
        _given.Value is null ? new("dimension", options.Dimension, size => new TrakRecipe(options with { Dimension = size })) : null;

    public override string WhyNoModuleScores(ScoreRule rule) => "its projection mixes the gradients of all modules";

    /// <summary>phi_q (Phi^T Phi + N lambda I)^-1 = (1/N) phi_q (H + lambda I)^-1 with H = Phi^T Phi / N.</summary>
    public override IScorer CreateScorer(ScoringContext context, QueryGradients queries)
    {
        using var rows = queries.ToRows();
        return new PreconditionedScorer(
            context.Layout,
            context.Codec,
            context.Curvature.Precondition(rows, context.Damping).div_(context.Examples),
            context.Groups
        );
    }
}
