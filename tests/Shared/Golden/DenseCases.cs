using System.Globalization;
using DataWorth.Curvature;
using DataWorth.Gradients;
using DataWorth.Methods.ExactInfluence;
using DataWorth.Methods.GradientDot;
using DataWorth.Stages;

namespace DataWorth.Golden;

/// <summary>Dense empirical Fishers (1/N) G_b^T G_b over parameters, layers or everything: float64 references without a program.</summary>
internal static class DenseCases
{
    public static IEnumerable<GoldenCase> All(string model)
    {
        foreach (var blocks in new[] { "param", "module_weight", "module_weight_bias", "whole" })
        {
            var group = "dense_" + blocks;
            AttributionTransformer Dot(GoldenProblem problem) => problem.Fit(group + "_graddot", () => GradientDot(problem, blocks));
            AttributionTransformer Influence(GoldenProblem problem) => problem.Fit(group + "_if", () => Fisher(problem, blocks));
            yield return new GoldenCase($"dense_{blocks}_graddot", problem => GoldenScores.Pairwise(problem, Dot(problem)))
            {
                Group = group,
            };
            yield return new GoldenCase($"dense_{blocks}_graddot_self", problem => GoldenScores.Self(problem, Dot(problem)))
            {
                Group = group,
            };
            yield return new GoldenCase($"dense_{blocks}_if_default", problem => GoldenScores.Pairwise(problem, Influence(problem)))
            {
                Group = group,
                // 0.1 x trace / 30,336 is 3e-6 of the trace of a Fisher of rank 96: close to interpolation.
                IsIllConditioned = model == "gpt" && blocks == "whole",
            };
            foreach (var name in model == "gpt" ? new[] { "0.1", "1" } : ["0.001", "0.1"])
            {
                var damping = Damping.Absolute(double.Parse(name, CultureInfo.InvariantCulture));
                yield return new GoldenCase(
                    $"dense_{blocks}_if_lam{name}",
                    problem => GoldenScores.Pairwise(problem, Influence(problem), damping)
                )
                {
                    Group = group,
                };
                yield return new GoldenCase(
                    $"dense_{blocks}_if_lam{name}_self",
                    problem => GoldenScores.Self(problem, Influence(problem), damping)
                )
                {
                    Group = group,
                };
                yield return new GoldenCase(
                    $"dense_{blocks}_if_lam{name}_selfq",
                    problem => GoldenScores.QuerySelf(problem, Influence(problem), damping)
                )
                {
                    Group = group,
                };
            }
        }
    }

    private static ModuleSelection Modules(GoldenProblem problem, string blocks) =>
        blocks switch
        {
            "module_weight" => problem.Linears(bias: false),
            "module_weight_bias" => problem.Linears(bias: true),
            _ => problem.AllParameters,
        };

    private static AttributionEstimator GradientDot(GoldenProblem problem, string blocks) =>
        problem.MLContext.Attribution.GradientDot(
            problem.Task,
            new GradientDotOptions { Store = problem.Store, Modules = Modules(problem, blocks) }
        );

    private static AttributionEstimator Fisher(GoldenProblem problem, string blocks) =>
        problem.MLContext.Attribution.ExactInfluence(
            problem.Task,
            new ExactInfluenceOptions
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
                SelfInfluenceColumn = "Self",
            }
        );
}
