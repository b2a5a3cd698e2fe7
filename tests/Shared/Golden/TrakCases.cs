using System.Globalization;
using DataWorth.Curvature;
using DataWorth.Methods.Trak;
using TorchSharp;
using static TorchSharp.torch;

namespace DataWorth.Golden;

/// <summary>TRAK (commit 35f8446) and dattri's TRAK (ef50a35), with their projection matrices, over all parameters.</summary>
/// <remarks>Reference: X = g P / sqrt(p), K = (X^T X + lambda I)^-1 without 1/N: the product's lambda is 1/N of it. TRAK divides K by its
/// mean entry, so its scale is arbitrary; dattri does not.</remarks>
internal static class TrakCases
{
    public static IEnumerable<GoldenCase> All(string model)
    {
        foreach (var projection in model == "gpt" ? new[] { "normal" } : ["normal", "normal2blk", "rademacher"])
        {
            foreach (var damping in new[] { "0", "0.001" })
            {
                yield return new GoldenCase(
                    $"trak_{projection}_lam{damping}",
                    problem => Compute(problem, problem.TrakProjection(projection), 1, damping)
                )
                {
                    Group = "trak",
                    IsUpToFactor = true,
                    IsIllConditioned = true,
                };
            }
        }

        if (model == "gpt")
        {
            yield break;
        }

        yield return new GoldenCase("trak_noop_lam0.1", problem => Compute(problem, eye(problem.ParameterCount), 1, "0.1"))
        {
            Group = "trak",
            IsUpToFactor = true,
            IsIllConditioned = true,
        };
        foreach (var damping in new[] { "0", "0.001" })
        {
            // dattri divides by sqrt(k) too, and does not rescale.
            yield return new GoldenCase(
                $"dattri_trak_reg{damping}",
                problem =>
                {
                    var projection = problem.TrakProjection("normal");
                    return Compute(problem, projection, projection.shape[1], damping);
                }
            )
            {
                Group = "trak",
                IsIllConditioned = true,
            };
        }
    }

    private static double[] Compute(GoldenProblem problem, Tensor projection, long dimension, string damping)
    {
        using var scaled = projection.to_type(ScalarType.Float64).div_(Math.Sqrt((double)problem.ParameterCount * dimension));
        projection.Dispose();
        return GoldenScores.Pairwise(
            problem,
            problem.MLContext.Attribution.Trak(
                problem.Task,
                new TrakOptions
                {
                    Store = problem.Store,
                    Modules = problem.AllParameters,
                    GivenProjection = scaled,
                    Damping = Damping.Absolute(double.Parse(damping, CultureInfo.InvariantCulture) / problem.Count),
                }
            )
        );
    }
}
