using DataWorth.Curvature;
using DataWorth.Methods.Ekfac;
using DataWorth.Methods.GradientDot;
using DataWorth.Pipeline;

namespace DataWorth.Golden;

/// <summary>Kronfluence (commit 884255f): weights and biases of linear and convolution layers, empirical Fisher, covariances per position, damping per module.</summary>
internal static class KronfluenceCases
{
    public static IEnumerable<GoldenCase> All()
    {
        foreach (var kind in new[] { "identity", "diagonal", "kfac", "ekfac" })
        {
            foreach (var damping in kind == "identity" ? new[] { "default0.1mean" } : ["default0.1mean", "lam"])
            {
                yield return new GoldenCase($"kronfluence_{kind}_{damping}", problem => GoldenScores.Pairwise(problem, Estimator(problem, kind, damping)));
                yield return new GoldenCase($"kronfluence_{kind}_self_{damping}", problem => GoldenScores.Self(problem, Estimator(problem, kind, damping)));
            }
        }
    }

    private static AttributionEstimator Estimator(GoldenProblem problem, string kind, string damping) => kind == "identity"
        ? problem.MLContext.Attribution.GradientDot(
            problem.Task, problem.Queries, new GradientDotOptions { Store = problem.Store, Modules = problem.Linears(bias: true) })
        : problem.MLContext.Attribution.Ekfac(problem.Task, problem.Queries, new EkfacOptions
        {
            Store = problem.Store,
            Modules = problem.Linears(bias: true),
            Kind = Enum.Parse<EigenbasisKind>(kind, ignoreCase: true),
            EmpiricalFisher = true,
            Damping = damping == "lam" ? Damping.Absolute(problem.Damping) : Damping.Default,
        });
}
