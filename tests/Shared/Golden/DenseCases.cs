using System.Globalization;
using DataWorth.Curvature;
using DataWorth.Gradients;
using DataWorth.Methods.ExactInfluence;
using DataWorth.Methods.GradientDot;
using DataWorth.Pipeline;

namespace DataWorth.Golden;

/// <summary>Dense empirical Fishers (1/N) G_b^T G_b over parameters, layers or everything: float64 references without a program.</summary>
internal static class DenseCases
{
    public static IEnumerable<GoldenCase> All(string model)
    {
        foreach (var blocks in new[] { "param", "module_weight", "module_weight_bias", "whole" })
        {
            yield return new GoldenCase($"dense_{blocks}_graddot", problem => GoldenScores.Pairwise(problem, GradientDot(problem, blocks)));
            yield return new GoldenCase($"dense_{blocks}_graddot_self", problem => GoldenScores.Self(problem, GradientDot(problem, blocks)));
            yield return new GoldenCase($"dense_{blocks}_if_default", problem => GoldenScores.Pairwise(problem, Fisher(problem, blocks, "default")))
            {
                // 0.1 x trace / 30,336 is 3e-6 of the trace of a Fisher of rank 96: close to interpolation.
                IsIllConditioned = model == "gpt" && blocks == "whole",
            };
            foreach (var damping in model == "gpt" ? new[] { "0.1", "1" } : ["0.001", "0.1"])
            {
                yield return new GoldenCase($"dense_{blocks}_if_lam{damping}", problem => GoldenScores.Pairwise(problem, Fisher(problem, blocks, damping)));
                yield return new GoldenCase($"dense_{blocks}_if_lam{damping}_self", problem => GoldenScores.Self(problem, Fisher(problem, blocks, damping)));
                yield return new GoldenCase($"dense_{blocks}_if_lam{damping}_selfq", problem => GoldenScores.QuerySelf(problem, Fisher(problem, blocks, damping)));
            }
        }
    }

    private static ModuleSelection Modules(GoldenProblem problem, string blocks) => blocks switch
    {
        "module_weight" => problem.Linears(bias: false),
        "module_weight_bias" => problem.Linears(bias: true),
        _ => problem.AllParameters,
    };

    private static AttributionEstimator GradientDot(GoldenProblem problem, string blocks) => problem.MLContext.Attribution.GradientDot(
        problem.Task, problem.Queries, new GradientDotOptions { Store = problem.Store, Modules = Modules(problem, blocks) });

    private static AttributionEstimator Fisher(GoldenProblem problem, string blocks, string damping) =>
        problem.MLContext.Attribution.ExactInfluence(problem.Task, problem.Queries, new ExactInfluenceOptions
        {
            Store = problem.Store,
            Modules = Modules(problem, blocks),
            Curvature = ExactCurvature.Fisher,
            Partition = blocks switch
            {
                "param" => CurvaturePartition.Parameters,
                "whole" => CurvaturePartition.Whole,
                _ => CurvaturePartition.Blocks,
            },
            Damping = damping == "default" ? Damping.Default : Damping.Absolute(double.Parse(damping, CultureInfo.InvariantCulture)),
            SelfInfluenceColumn = "Self",
        });
}
