using DataWorth.Artifacts;
using DataWorth.Curvature;
using DataWorth.Methods.Ekfac;
using DataWorth.Methods.GradientDot;
using DataWorth.Methods.Logra;
using DataWorth.Projections;
using DataWorth.Scoring;
using DataWorth.Stages;
using DataWorth.Statistics;
using TorchSharp;
using static TorchSharp.torch;

namespace DataWorth.Golden;

/// <summary>LogIX (commit f576318): weights of linear and convolution layers, without projection (gradient dot, raw Fisher, KFAC, EKFAC)
/// and as LoGra with its projections.</summary>
internal static class LogixCases
{
    private const int Whole = 1 << 20; // a rank that keeps every side whole

    // 'cosine' of LogIX normalises the training side only: it is the product's l-RelatIF.
    private static readonly (string Name, ScoreRule Rule)[] s_modes =
    [
        ("dot", ScoreRule.Dot),
        ("cosine", ScoreRule.Relatif),
        ("l2", ScoreRule.L2),
    ];

    public static IEnumerable<GoldenCase> All()
    {
        foreach (var projection in new[] { "none", "random", "pca" })
        {
            foreach (var hessian in new[] { "none", "raw", "kfac", "ekfac" })
            {
                foreach (var damping in hessian == "none" ? new[] { "default" } : ["default", "lam"])
                {
                    foreach (var (mode, rule) in s_modes)
                    {
                        yield return new GoldenCase(
                            $"logix_{projection}_{hessian}_{damping}_{mode}",
                            problem => Compute(problem, projection, hessian, damping, rule)
                        )
                        {
                            Group = $"logix_{projection}_{hessian}",
                            IsIllConditioned = rule != ScoreRule.Dot,
                        };
                    }
                }
            }
        }
    }

    private static double[] Compute(GoldenProblem problem, string projection, string hessian, string damping, ScoreRule rule)
    {
        var fitted = problem.Fit($"logix_{projection}_{hessian}", () => Estimator(problem, projection, hessian));
        if (damping == "lam")
        {
            return GoldenScores.Pairwise(problem, fitted, Damping.Absolute(problem.Damping), rule);
        }

        if (hessian is "none" or "raw")
        {
            return GoldenScores.Pairwise(problem, fitted, Damping.Default, rule);
        }

        // The reference program's default for (E)KFAC is 0.1 x mean eigenvalue of one layer, used for all layers: the last one for queries,
        // whose gradients are logged in backward order, the first one for the self-influence of training examples, which are read in the
        // order of the model. The product's default is per module; here both are given as absolute numbers.
        var eigenvalues = MeanEigenvalues(problem, fitted);
        var (query, train) = (Damping.Absolute(0.1 * eigenvalues[^1]), Damping.Absolute(0.1 * eigenvalues[0]));
        var products = GoldenScores.Pairwise(problem, fitted, query);
        if (rule == ScoreRule.Dot)
        {
            return products;
        }

        var self = GoldenScores.Self(problem, fitted, train);
        return
        [
            .. products.Select(
                (product, i) => rule == ScoreRule.L2 ? product - (0.5 * self[i % self.Length]) : product / Math.Sqrt(self[i % self.Length])
            ),
        ];
    }

    private static AttributionEstimator Estimator(GoldenProblem problem, string projection, string hessian)
    {
        var catalog = problem.MLContext.Attribution;
        var modules = problem.Linears(bias: false);
        var normalization = hessian == "kfac" ? CovarianceNormalization.Examples : CovarianceNormalization.Positions; // EKFAC takes no scale
        if (projection != "none" || hessian == "raw")
        {
            var options = new LograOptions
            {
                Store = problem.Store,
                Modules = modules,
                Curvature = Enum.Parse<LograCurvature>(hessian, ignoreCase: true),
                CovarianceNormalization = normalization,
            };
            return catalog.Logra(
                problem.Task,
                projection == "none" ? options with { Rank = Whole } : options with { GivenProjections = Projections(problem, projection) }
            );
        }

        return hessian == "none"
            ? catalog.GradientDot(problem.Task, new GradientDotOptions { Store = problem.Store, Modules = modules })
            : catalog.Ekfac(
                problem.Task,
                new EkfacOptions
                {
                    Store = problem.Store,
                    Modules = modules,
                    Kind = Enum.Parse<EigenbasisKind>(hessian, ignoreCase: true),
                    EmpiricalFisher = true,
                    CovarianceNormalization = normalization,
                }
            );
    }

    private static Dictionary<string, ProjectionPair> Projections(GoldenProblem problem, string projection) =>
        problem.Layers.ToDictionary(
            layer => layer,
            layer => new ProjectionPair(
                problem.File.Read($"logix/{projection}/proj/{layer}.C").t(),
                problem.File.Read($"logix/{projection}/proj/{layer}.A")
            )
        );

    /// <summary>Mean eigenvalue of every layer's curvature, read from the statistics that the fit has stored.</summary>
    private static double[] MeanEigenvalues(GoldenProblem problem, AttributionTransformer fitted)
    {
        using var statistics = ArtifactReader.TryOpen(problem.Store, ArtifactKey.Parse(fitted.Summary.CurvatureArtifact!))!;
        return
        [
            .. problem.Layers.Select(layer =>
            {
                using var scope = NewDisposeScope();
                var values = empty([.. statistics.Tensor(layer + ".eigenvalues").Shape], problem.Type);
                statistics.ReadTensor(layer + ".eigenvalues", values.bytes);
                return values.to_type(ScalarType.Float64).mean().item<double>();
            }),
        ];
    }
}
