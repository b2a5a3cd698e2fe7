using System.Security.Cryptography;
using DataWorth.Codecs;
using DataWorth.Curvature;
using DataWorth.Features;
using DataWorth.Gradients;
using DataWorth.Pipeline;
using DataWorth.Projections;

namespace DataWorth.Methods.Logra;

/// <summary>LoGra = two-sided projected gradient x raw projected Fisher x dense rows.</summary>
internal sealed class LograRecipe(LograOptions options) : Recipe(options)
{
    public override string Method => "logra";

    public override string CurvatureName => options.Curvature.ToString().ToLowerInvariant();

    public override IFeatureMap CreateFeatureMap(RecipeContext context)
    {
        var source = context.Modules.Layout;
        var projections = options.GivenProjections is { } given
            ? ProjectionSet.Given(source, given.ToDictionary(entry => entry.Key, entry => Copy(entry.Value, context)))
            : ProjectionSet.Random(source, options.Rank, options.Projection, options.Seed, context.Type, context.Device);
        return new TwoSidedProjectionMap(new GradientCollector(context.Task, context.Modules), projections);
    }

    public override IReadOnlyList<(string Name, string Value)> DescribeFeatures(RecipeContext context) => options.GivenProjections is { } given
        ? [("features", "two-sided projected gradient"), ("projection", "given " + Hash(given))]
        :
        [
            ("features", "two-sided projected gradient"),
            ("projection", options.Projection.ToString()),
            ("rank", options.Rank.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("projection seed", options.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ];

    public override IFeatureCodec CreateCodec(ScalarType features) => new DenseCodec(options.Storage ?? features);

    public override ICurvatureBuilder? CreateCurvatureBuilder(FeatureLayout layout, ScalarType type, Device device) =>
        options.Curvature == LograCurvature.Raw ? new RawFisherBuilder(layout, type, device) : null;

    public override ICurvature RestoreCurvature(FeatureLayout layout, IReadOnlyDictionary<string, Tensor> state) => new RawFisher(layout, state);

    private static ProjectionPair Copy(ProjectionPair pair, RecipeContext context) => new(
        pair.Output?.to(context.Type, copy: true).to(context.Device), pair.Input?.to(context.Type, copy: true).to(context.Device));

    private static string Hash(IReadOnlyDictionary<string, ProjectionPair> given)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, pair) in given.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            foreach (var matrix in new[] { pair.Output, pair.Input })
            {
                using var scope = NewDisposeScope();
                hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{name}[{string.Join(",", matrix?.shape ?? [])}]"));
                if (matrix is not null)
                    hash.AppendData(matrix.detach().to_type(ScalarType.Float64).cpu().contiguous().bytes);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
