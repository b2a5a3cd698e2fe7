using DataWorth.Curvature;
using DataWorth.LinearAlgebra;
using DataWorth.Methods.Arnoldi;
using DataWorth.Methods.ExactInfluence;
using DataWorth.Methods.GradientDot;
using DataWorth.Scoring;
using DataWorth.Stages;
using TorchSharp;
using static TorchSharp.torch;

namespace DataWorth.Golden;

/// <summary>dattri (commit ef50a35): gradient dot and cosine, TracIn, exact and Arnoldi influence over all parameters.</summary>
internal static class GradientCases
{
    public static IEnumerable<GoldenCase> All(string model)
    {
        AttributionTransformer Dot(GoldenProblem problem) => problem.Fit("graddot", () => GradientDot(problem));
        yield return new GoldenCase("dattri_graddot", problem => GoldenScores.Pairwise(problem, Dot(problem))) { Group = "dattri" };
        yield return new GoldenCase("dattri_graddot_self", problem => GoldenScores.Self(problem, Dot(problem))) { Group = "dattri" };
        yield return new GoldenCase("dattri_gradcos", problem => GoldenScores.Pairwise(problem, Dot(problem), rule: ScoreRule.Cosine))
        {
            Group = "dattri",
            IsIllConditioned = true,
        };

        // Checkpoints theta (learning rate 0.3) and 0.9 theta, buffers of the normalisation included (0.7).
        yield return new GoldenCase(
            "dattri_tracin_2ckpt",
            problem =>
            {
                var scores = GoldenScores.Pairwise(
                    problem,
                    GradientDot(
                        problem,
                        new ModelCheckpoint("theta", _ => problem.Load(1), 0.3),
                        new ModelCheckpoint("0.9 theta", _ => problem.Load(0.9), 0.7)
                    )
                );
                problem.Load(1);
                return scores;
            }
        )
        {
            Group = "dattri",
        };
        if (model == "gpt")
        {
            yield break;
        }

        AttributionTransformer Influence(GoldenProblem problem) => problem.Fit("exact", () => Exact(problem));
        yield return new GoldenCase("dattri_if_explicit", problem => GoldenScores.Pairwise(problem, Influence(problem)))
        {
            Group = "dattri",
        };
        yield return new GoldenCase(
            "dattri_if_explicit_relatif_l",
            problem => GoldenScores.Pairwise(problem, Influence(problem), rule: ScoreRule.Relatif)
        )
        {
            Group = "dattri",
            IsIllConditioned = true,
        };

        // Conjugate gradients are an approximation of the same: their float64 reference is the exact solution.
        yield return new GoldenCase("dattri_if_cg10", problem => GoldenScores.Pairwise(problem, Influence(problem))) { Group = "dattri" };
        yield return new GoldenCase("dattri_if_cg25", problem => GoldenScores.Pairwise(problem, Influence(problem))) { Group = "dattri" };
        yield return new GoldenCase("dattri_if_arnoldi", problem => GoldenScores.Pairwise(problem, Arnoldi(problem))) { Group = "dattri" };
    }

    private static AttributionEstimator GradientDot(GoldenProblem problem, params ModelCheckpoint[] checkpoints) =>
        problem.MLContext.Attribution.GradientDot(
            problem.Task,
            new GradientDotOptions
            {
                Store = problem.Store,
                Modules = problem.AllParameters,
                Checkpoints = checkpoints,
            }
        );

    private static AttributionEstimator Exact(GoldenProblem problem) =>
        problem.MLContext.Attribution.ExactInfluence(
            problem.Task,
            new ExactInfluenceOptions
            {
                Store = problem.Store,
                Modules = problem.AllParameters,
                Damping = Damping.Absolute(problem.Regularization),
            }
        );

    /// <summary>With the reference program's Ritz pairs, whose values include the regularisation: the iteration itself has its own
    /// test.</summary>
    private static AttributionEstimator Arnoldi(GoldenProblem problem) =>
        problem.MLContext.Attribution.Arnoldi(
            problem.Task,
            new ArnoldiOptions
            {
                Store = problem.Store,
                Modules = problem.AllParameters,
                GivenPairs = new RitzPairs(
                    problem.File.Read("dattri/arnoldi_eigvals").to_type(ScalarType.Float64).sub_(problem.Regularization),
                    problem.File.Read("dattri/arnoldi_eigvecs")
                ),
                Damping = Damping.Absolute(problem.Regularization),
            }
        );
}
