using DataWorth.Curvature;
using DataWorth.Methods.Ekfac;
using DataWorth.Methods.GradientDot;
using DataWorth.Stages;

namespace DataWorth.Golden;

/// <summary>Kronfluence (commit 884255f): weights and biases of linear and convolution layers, empirical Fisher, covariances per position,
/// damping per module.</summary>
internal static class KronfluenceCases
{
    public static IEnumerable<GoldenCase> All()
    {
        foreach (var kind in new[] { "identity", "diagonal", "kfac", "ekfac" })
        {
            AttributionTransformer Fit(GoldenProblem problem) => problem.Fit("kronfluence_" + kind, () => Estimator(problem, kind));
            foreach (var name in kind == "identity" ? new[] { "default0.1mean" } : ["default0.1mean", "lam"])
            {
                Damping Damp(GoldenProblem problem) => name == "lam" ? Damping.Absolute(problem.Damping) : Damping.Default;
                yield return new GoldenCase(
                    $"kronfluence_{kind}_{name}",
                    problem => GoldenScores.Pairwise(problem, Fit(problem), Damp(problem))
                )
                {
                    Group = "kronfluence",
                };
                yield return new GoldenCase(
                    $"kronfluence_{kind}_self_{name}",
                    problem => GoldenScores.Self(problem, Fit(problem), Damp(problem))
                )
                {
                    Group = "kronfluence",
                };
            }
        }
    }

    private static AttributionEstimator Estimator(GoldenProblem problem, string kind) =>
        kind == "identity"
            ? problem.MLContext.Attribution.GradientDot(
                problem.Task,
                new GradientDotOptions { Store = problem.Store, Modules = problem.Linears(bias: true) }
            )
            : problem.MLContext.Attribution.Ekfac(
                problem.Task,
                new EkfacOptions
                {
                    Store = problem.Store,
                    Modules = problem.Linears(bias: true),
                    Kind = Enum.Parse<EigenbasisKind>(kind, ignoreCase: true),
                    EmpiricalFisher = true,
                }
            );
}
