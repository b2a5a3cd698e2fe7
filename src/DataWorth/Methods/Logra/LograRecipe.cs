using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DataWorth.Codecs;
using DataWorth.Curvature;
using DataWorth.Features;
using DataWorth.Gradients;
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

    public override string Method => options.Projection == LograProjection.Pca ? "logra-pca" : "logra";

    public override IFeatureMap CreateFeatureMap(FitSession session, IReadOnlyDictionary<string, Tensor>? state) =>
        new TwoSidedProjectionMap(
            new GradientCollector(session.Task, session.Modules),
            state is null ? CreateProjections(session) : ProjectionSet.FromTensors(session.Modules.Layout, state)
        );

    public override IReadOnlyList<(string Name, string Value)> DescribeFeatures() =>
        _given.Value is { } given
            ? [("features", "two-sided projected gradient"), ("projection", "given " + Hash(given))]
            :
            [
                ("features", "two-sided projected gradient"),
                ("projection", options.Projection.ToString()),
                ("rank", options.Rank.ToString(CultureInfo.InvariantCulture)),
                (
                    "projection seed",
                    options.Projection == LograProjection.Pca ? "none" : options.Seed.ToString(CultureInfo.InvariantCulture)
                ),
            ];

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

    public override KroneckerCovariances? ObserveGradients(FitSession session) =>
        options.Curvature is LograCurvature.Kfac or LograCurvature.Ekfac
            ? new KroneckerCovariances(session.Layout, session.Type, session.Device)
            : null;

    public override ICurvature FitCurvature(ITrainingFeatures train, FitSession session) =>
        options.Curvature switch
        {
            LograCurvature.Raw => RawFisher.Fit(train),
            LograCurvature.Kfac => EigenbasisCurvature.Fit(
                train,
                EigenbasisKind.Kfac,
                options.CovarianceNormalization,
                observed: session.Observed
            ),
            _ => EigenbasisCurvature.Fit(
                train,
                EigenbasisKind.Ekfac,
                options.CovarianceNormalization,
                correctFromRows: true,
                observed: session.Observed
            ),
        };

    public override ICurvature RestoreCurvature(FeatureLayout layout, IReadOnlyDictionary<string, Tensor> state) =>
        options.Curvature == LograCurvature.Raw ? new RawFisher(layout, state) : new EigenbasisCurvature(layout, state);

    private ProjectionSet CreateProjections(FitSession session)
    {
        var source = session.Modules.Layout;
        if (_given.Value is { } given)
        {
            return ProjectionSet.Given(source, given.ToDictionary(entry => entry.Key, entry => Copy(entry.Value, session)));
        }

        if (options.Projection != LograProjection.Pca)
        {
            var kind = options.Projection == LograProjection.Gaussian ? ProjectionKind.Gaussian : ProjectionKind.Rademacher;
            return ProjectionSet.Random(source, options.Rank, kind, options.Seed, session.Type, session.Device);
        }

        return ProjectionSet.FromTensors(
            source,
            session.Statistics(
                "projections",
                DescribeFeatures(),
                () =>
                {
                    using var full = new TwoSidedProjectionMap(
                        new GradientCollector(session.Task, session.Modules),
                        ProjectionSet.Identity(source)
                    );
                    using var covariances = new KroneckerCovariances(source, session.Type, session.Device);
                    foreach (var batch in session.Gradients(full))
                    {
                        covariances.Add(batch);
                    }

                    return ProjectionSet.Principal(source, options.Rank, covariances, session.Type, session.Device).ToTensors(source);
                }
            )
        );
    }

    private static ProjectionPair Copy(ProjectionPair pair, FitSession session) =>
        new(pair.Output?.to(session.Type, copy: true).to(session.Device), pair.Input?.to(session.Type, copy: true).to(session.Device));

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
