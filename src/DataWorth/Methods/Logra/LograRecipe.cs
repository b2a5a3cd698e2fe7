using System.Security.Cryptography;
using System.Text;
using DataWorth.Codecs;
using DataWorth.Curvature;
using DataWorth.Features;
using DataWorth.Planning;
using DataWorth.Projections;
using DataWorth.Stages;
using DataWorth.Statistics;

namespace DataWorth.Methods.Logra;

/// <summary>LoGra = two-sided projected gradient x curvature in the projected space x dense rows.</summary>
internal sealed class LograRecipe(LograOptions options) : Recipe(options)
{
    private readonly Lazy<IReadOnlyDictionary<string, ProjectionPair>?> _given = new(() =>
        options.GivenProjections ?? (options.ProjectionFile is { } path ? ProjectionFile.ReadPairs(path) : null)
    );

    private readonly TwoSidedFeatures _features = new(ProjectionTable.Get(options.Projection), options.Rank, options.Seed);

    public override string Method => ProjectionTable.Get(options.Projection).NeedsCovariances ? "logra-pca" : "logra";

    public override IFeatureMap CreateFeatureMap(FitSession session, IReadOnlyDictionary<string, Tensor>? state) =>
        _features.CreateMap(session, state, _given.Value);

    public override IReadOnlyList<(string Name, string Value)> DescribeFeatures() =>
        _given.Value is { } given
            ? [("features", "two-sided projected gradient"), ("projection", "given " + Hash(given))]
            : _features.Describe();

    public override IReadOnlyList<(string Name, string Value)> DescribeStorage() => [("storage", options.Storage ?? "without loss")];

    public override IFeatureCodec CreateCodec(FitSession session) => session.CreateCodec(options.Storage);

    public override IReadOnlyList<(string Name, string Value)>? DescribeCurvature() =>
        options.Curvature switch
        {
            LograCurvature.None => null,
            LograCurvature.Raw => [("curvature", "raw fisher")],
            var kronecker =>
            [
                ("curvature", kronecker.ToString().ToLowerInvariant()),
                ("normalization", options.CovarianceNormalization.ToString()),
            ],
        };

    public override IReadOnlyList<(string Name, string Value)>? DescribeMap() =>
        _given.Value is null && _features.IsFitted ? _features.Describe() : null;

    public override FitPass? NextMapPass(FitSession session, IReadOnlyDictionary<string, Tensor>? state) =>
        _features.NextPass(session, state);

    public override FitPass? NextPass(FitSession session, FeatureLayout layout, IReadOnlyDictionary<string, Tensor>? state) =>
        options.Curvature == LograCurvature.Raw
            ? RawFisher.NextPass(layout, session.Type, session.Device, state)
            : EigenbasisCurvature.NextPass(
                layout,
                session.Type,
                session.Device,
                options.Curvature == LograCurvature.Kfac ? EigenbasisKind.Kfac : EigenbasisKind.Ekfac,
                options.CovarianceNormalization,
                state,
                correctFromRows: true
            );

    public override int CurvaturePasses => options.Curvature == LograCurvature.Ekfac ? 2 : base.CurvaturePasses;

    public override ICurvature RestoreCurvature(FeatureLayout layout, IReadOnlyDictionary<string, Tensor> state) =>
        options.Curvature == LograCurvature.Raw ? new RawFisher(layout, state) : new EigenbasisCurvature(layout, state);

    public override FitEstimate Estimate(FitShape shape)
    {
        var layout = _given.Value is { } given ? TwoSidedFeatures.LayoutOf(shape.Gradients, given) : _features.LayoutOf(shape.Gradients);
        var codec = options.Storage is { } name ? CodecTable.Create(name) : new DenseCodec(shape.Type);
        return shape.Estimate(
            layout,
            codec,
            options.Curvature switch
            {
                LograCurvature.None => default,
                LograCurvature.Raw => CurvatureCost.Dense(layout, shape.NumberBytes),
                _ => CurvatureCost.Eigenbasis(layout, shape.NumberBytes, isDiagonal: false, parts: 1),
            }
        );
    }

    public override SizeOption? Size =>
        _given.Value is null && _features.HasRank ? new("rank", options.Rank, rank => new LograRecipe(options with { Rank = rank })) : null;

    private static string Hash(IReadOnlyDictionary<string, ProjectionPair> given)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, pair) in given.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            foreach (var matrix in new[] { pair.Output, pair.Input })
            {
                using var scope = NewDisposeScope();
                hash.AppendData(Encoding.UTF8.GetBytes($"{name}[{string.Join(",", matrix?.shape ?? [])}]"));
                if (matrix is not null)
                {
                    hash.AppendData(matrix.detach().to_type(ScalarType.Float64).cpu().contiguous().bytes);
                }
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
