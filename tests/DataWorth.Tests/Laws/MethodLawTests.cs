using DataWorth.Curvature;
using DataWorth.Methods;
using DataWorth.Methods.Ekfac;
using DataWorth.Methods.Logra;
using DataWorth.Methods.Lorif;

namespace DataWorth.Tests.Laws;

public sealed class MethodLawTests
{
    private const double Single = 2e-7; // scores leave as float32; everything before is float64

    public static TheoryData<string> Methods => [.. MethodTable.Methods.Select(method => method.Name)];

    [Fact]
    public void Lorif_AtFullRank_EqualsLogra_WithSameDamping()
    {
        using var problem = new AttributionProblem();
        var logra = Scores(
            problem,
            problem.MLContext.Attribution.Logra(
                problem.Classifier.Task,
                new LograOptions
                {
                    Store = problem.Store,
                    Rank = 3,
                    Damping = Damping.Relative(0.1),
                }
            )
        );
        var lorif = Scores(
            problem,
            problem.MLContext.Attribution.Lorif(
                problem.Classifier.Task,
                new LorifOptions
                {
                    Store = problem.Store,
                    Rank = 3,
                    FactorRank = 3,
                    Subspace = 9,
                    Storage = "float64",
                    ExactFactors = true,
                    DampingRule = SubspaceDamping.Trace,
                    Damping = Damping.Relative(0.1),
                }
            )
        );
        Assert.True(Numbers.RelativeToMaximum(logra, lorif) < 1e-6, $"{Numbers.RelativeToMaximum(logra, lorif):g3}");
    }

    [Fact]
    public void Pca_AtFullRank_EqualsNoProjection()
    {
        using var problem = new AttributionProblem();
        LograOptions Options(string projection) =>
            new()
            {
                Store = problem.Store,
                Rank = 1000,
                Projection = projection,
            };
        var whole = Scores(problem, problem.MLContext.Attribution.Logra(problem.Classifier.Task, Options("rademacher")));
        Assert.True(
            Numbers.RelativeToMaximum(whole, Scores(problem, problem.MLContext.Attribution.Logra(problem.Classifier.Task, Options("pca"))))
                < Single
        );

        // Given as full rotations, the eigenvectors change the basis only: nothing is lost either.
        var rotations = Rotations(problem);
        Assert.True(
            Numbers.RelativeToMaximum(
                whole,
                Scores(
                    problem,
                    problem.MLContext.Attribution.Logra(
                        problem.Classifier.Task,
                        Options("rademacher") with
                        {
                            GivenProjections = rotations,
                            Rank = new LograOptions().Rank,
                        }
                    )
                )
            ) < Single
        );
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void ThreadCount_ChangesRoundingOnly(string name)
    {
        var threads = get_num_threads();
        try
        {
            set_num_threads(1);
            using var one = new AttributionProblem();
            var expected = Rows(one, name).SelectMany(row => row).ToArray();
            set_num_threads(2);
            using var two = new AttributionProblem();
            Assert.True(Numbers.RelativeToMaximum(expected, [.. Rows(two, name).SelectMany(row => row)]) < 1e-6);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    public static TheoryData<string> Damped =>
        [.. MethodTable.Methods.Select(method => method.Name).Except(["gradient-dot", "representation-similarity"])]; // no curvature

    [Theory]
    [MemberData(nameof(Damped))]
    public void Damping_OfOneFitDoesNotLeakIntoTheNext(string name)
    {
        using var problem = new AttributionProblem();
        double[] With(double damping) =>
            Scores(
                problem,
                Method(name)
                    .Create(problem.MLContext, problem.Classifier.Task, Options(problem, name) with { Damping = Damping.Absolute(damping) })
            );
        var first = With(0.5);
        var between = With(5);
        Assert.Equal(first, With(0.5));
        Assert.True(Numbers.RelativeToMaximum(first, between) > 1e-3);
    }

    private static Dictionary<string, Projections.ProjectionPair> Rotations(AttributionProblem problem)
    {
        using var fitted = problem
            .MLContext.Attribution.Ekfac(problem.Classifier.Task, new EkfacOptions { Store = problem.Store, EmpiricalFisher = true })
            .Fit(problem.TrainView)
            .WithQueries(problem.QueryView);
        using var statistics = Artifacts.ArtifactReader.TryOpen(
            problem.Store,
            Artifacts.ArtifactKey.Parse(fitted.Summary.CurvatureArtifact!)
        )!;
        Tensor Read(string name)
        {
            var result = empty([.. statistics.Tensor(name).Shape], ScalarType.Float64);
            statistics.ReadTensor(name, result.bytes);
            return result;
        }

        return new[] { "fc1", "fc2", "fc3" }.ToDictionary(
            name => name,
            name => new Projections.ProjectionPair(Read(name + ".output_basis").t(), Read(name + ".input_basis").t())
        );
    }

    private static MethodDescription Method(string name) => MethodTable.Get(name);

    private static AttributionOptions Options(AttributionProblem problem, string name) => SmallFits.Options(problem, name);

    private static AttributionEstimator Estimator(AttributionProblem problem, string name) => SmallFits.Estimator(problem, name);

    private static double[][] Rows(AttributionProblem problem, string name)
    {
        using var fitted = Estimator(problem, name).Fit(problem.TrainView).WithQueries(problem.QueryView);
        return AttributionProblem.Scores(fitted, problem.TrainView);
    }

    private static double[] Scores(AttributionProblem problem, AttributionEstimator estimator)
    {
        using var fitted = estimator.Fit(problem.TrainView).WithQueries(problem.QueryView);
        return [.. AttributionProblem.Scores(fitted, problem.TrainView).SelectMany(row => row)];
    }
}
