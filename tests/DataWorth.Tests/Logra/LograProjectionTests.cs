using DataWorth.Methods.Logra;
using DataWorth.Methods.Lorif;
using DataWorth.Projections;

namespace DataWorth.Tests.Logra;

/// <summary>Each kind of projection of the table serves whole fits.</summary>
public sealed class LograProjectionTests
{
    public static TheoryData<string> Names => [.. ProjectionTable.Projections.Select(kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryProjection_ServesAFit_ThatAnotherProcessReproduces(string name)
    {
        using var problem = new AttributionProblem();
        AttributionOptions[] methods =
        [
            new LograOptions
            {
                Store = problem.Store,
                Name = "logra",
                Projection = name,
                Rank = Rank(name),
            },
            new LorifOptions
            {
                Store = problem.Store,
                Name = "lorif",
                Projection = name,
                Rank = Rank(name),
            },
        ];
        foreach (var options in methods)
        {
            var estimator = options is LograOptions logra
                ? problem.MLContext.Attribution.Logra(problem.Classifier.Task, logra)
                : problem.MLContext.Attribution.Lorif(problem.Classifier.Task, (LorifOptions)options);
            using var fitted = estimator.Fit(problem.TrainView).WithQueries(problem.QueryView);
            using var loaded = problem
                .MLContext.Attribution.Load(problem.Store, options.Name!, problem.Classifier.Task)
                .WithQueries(problem.QueryView);
            var (expected, actual) = (
                AttributionProblem.Scores(fitted, problem.TrainView),
                AttributionProblem.Scores(loaded, problem.TrainView)
            );
            Assert.Equal(expected, actual);
            Assert.True(expected.SelectMany(row => row).Distinct().Count() > 100, "scores differ");
        }
    }

    /// <summary>PCA takes a pass of its own, whose result the store keeps for every method.</summary>
    [Fact]
    public void PrincipalDirections_AreSharedByMethods_ButTheSeedOfFactorsIsInTheirKey()
    {
        using var problem = new AttributionProblem();
        using var logra = problem
            .MLContext.Attribution.Logra(
                problem.Classifier.Task,
                new LograOptions
                {
                    Store = problem.Store,
                    Projection = "pca",
                    Rank = 3,
                }
            )
            .Fit(problem.TrainView);
        long Reused(long seed)
        {
            var options = new LorifOptions
            {
                Store = problem.Store,
                Projection = "pca",
                Rank = 3,
                Seed = seed,
            };
            using var lorif = problem.MLContext.Attribution.Lorif(problem.Classifier.Task, options).Fit(problem.TrainView);
            return lorif.Summary.ReusedExamples;
        }

        Assert.Equal([0, 60, 0], [Reused(1), Reused(1), Reused(2)]);
        Assert.Single(Artifacts.ArtifactCatalog.List(problem.Store, "projections"));
    }

    private static int Rank(string name) => ProjectionTable.Get(name).HasRank ? 3 : new LograOptions().Rank;
}
