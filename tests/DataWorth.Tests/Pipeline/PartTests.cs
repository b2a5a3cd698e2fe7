using DataWorth.Artifacts;
using DataWorth.Methods;
using DataWorth.Stages;

namespace DataWorth.Tests.Pipeline;

/// <summary>The stages of every method on parts of the rows, each worker a process of its own over the same store.</summary>
public sealed class PartTests
{
    private const int Parts = 4;
    private const int StoredRows = 9_000; // 3 shards of 4,096 rows: one of the 4 parts is empty
    private const int Rows = 30;

    public static TheoryData<string> Names => [.. MethodTable.Methods.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void PartsOfEveryStage_AreTheWhole_WhoeverComesFirst(string name)
    {
        var rows = Stores(name) ? StoredRows : Rows;
        using var whole = new AttributionProblem(train: rows);
        using var expected = SmallFits.Fit(whole, name, Change(whole.Store));
        using var parts = new AttributionProblem(train: rows);
        Work(parts.Store, rows, name, [2, 0, 3, 1]);
        using var fitted = SmallFits.Estimator(parts, name, Change(parts.Store)).Fit(parts.TrainView);
        Assert.Equal(Stores(name) ? rows : 0, fitted.Summary.ReusedExamples);
        using var actual = fitted.WithQueries(parts.QueryView);
        var scores = SmallFits.Scores(actual, parts);
        // Sums in another order; an Arnoldi iteration and eigenvectors carry rounding further.
        Numbers.Close(SmallFits.Scores(expected, whole), scores, 1e-5, 1e-9);

        using var others = new AttributionProblem(train: rows);
        Work(others.Store, rows, name, [1, 3, 2, 0]);
        using var again = SmallFits.Fit(others, name, Change(others.Store));
        Assert.Equal(scores, SmallFits.Scores(again, others));
    }

    [Theory]
    [InlineData("gradient-dot", Rows)]
    [InlineData("lorif", StoredRows)]
    public void PartsOfScores_FollowEachOther_AndStrongestMerge(string name, int rows)
    {
        using var problem = new AttributionProblem(train: rows);
        using var fit = SmallFits.Estimator(problem, name, Change(problem.Store)).Fit(problem.TrainView);
        using var asked = fit.WithQueries(problem.QueryView);
        Part[] parts = [.. Enumerable.Range(0, Parts).Select(index => new Part(index, Parts))];
        var whole = Score.Run(asked).ToList();
        var joined = parts.SelectMany(part => Score.Run(asked, part)).ToList();
        Assert.Equal(whole.SelectMany(batch => batch.Ids), joined.SelectMany(batch => batch.Ids));
        Numbers.Close(
            [.. whole.SelectMany(batch => batch.Scores).Select(score => (double)score)],
            [.. joined.SelectMany(batch => batch.Scores).Select(score => (double)score)],
            1e-6,
            1e-9
        );
        var merged = TopK.Merge(parts.Select(part => TopK.Run(asked, 7, part)), 7);
        Assert.Equal(TopK.Run(asked, 7).Select(Text), merged.Select(Text));
        Assert.Equal(5 * 14, merged.Count);

        static string Text(Neighbor neighbor) => $"{neighbor.QueryId} {neighbor.Side} {neighbor.Rank} {neighbor.ExampleId}";
    }

    [Fact]
    public void StagesInTheWrongOrder_AreRefusedByName()
    {
        using var problem = new AttributionProblem();
        using var session = SmallFits.Estimator(problem, "lorif").Begin(problem.TrainView).Single();
        Assert.StartsWith("Collect needs what FitMap makes", Refused(() => Collect.Run(session)), StringComparison.Ordinal);
        foreach (var name in new[] { "lorif", "gradient-dot" })
        {
            using var early = SmallFits.Estimator(problem, name).Begin(problem.TrainView).Single();
            Assert.StartsWith("FitCurvature needs what FitMap makes", Refused(() => FitCurvature.Run(early)), StringComparison.Ordinal);
            Assert.StartsWith("Layout needs what FitMap makes", Refused(() => early.Layout.Size > 0), StringComparison.Ordinal);
        }

        Assert.True(FitMap.Run(session));
        Assert.StartsWith("FitCurvature needs what Collect makes", Refused(() => FitCurvature.Run(session)), StringComparison.Ordinal);
        Assert.True(Collect.Run(session));
        Assert.StartsWith("Coefficients needs what FitCurvature makes", Refused(() => Coefficients.Run(session)), StringComparison.Ordinal);

        static string Refused(Func<bool> stage) => Assert.Throws<InvalidOperationException>(() => stage()).Message;
    }

    [Theory]
    [InlineData(-1, 3)]
    [InlineData(3, 3)]
    [InlineData(0, 0)]
    public void PartsThatCannotBe_AreRefused(int index, int count) =>
        Assert.StartsWith(
            $"Part {index} of {count} is not possible",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Part(index, count)).Message,
            StringComparison.Ordinal
        );

    private static bool Stores(string name)
    {
        using var problem = new AttributionProblem();
        using var fit = SmallFits.Estimator(problem, name).Fit(problem.TrainView);
        return fit.Summary.BytesPerExample > 0;
    }

    private static Func<AttributionOptions, AttributionOptions> Change(IArtifactStore store) =>
        options => options with { Store = store, BatchSize = 700, ShardBytes = 1 << 20 };

    /// <summary>What an engine does: a stage on all parts, again where other parts were missing, then the next.</summary>
    private static void Work(IArtifactStore store, int rows, string name, int[] order)
    {
        Func<FitSession, Part, bool>[] stages =
        [
            (session, part) => FitMap.Run(session, part),
            (session, part) => Collect.Run(session, part),
            (session, part) => FitCurvature.Run(session, part),
            (session, part) => Coefficients.Run(session, part),
        ];
        int[] most = [1, 1, 1, 1];
        using (var first = new AttributionProblem(train: rows))
        {
            // Plans have a stage for each pass: after so many rounds everything must be there.
            var recipe = MethodTable.Get(name).CreateRecipe(SmallFits.Estimator(first, name, Change(store)).Options);
            (most[0], most[2]) = (recipe.MapPasses, recipe.CurvaturePasses);
        }

        for (var last = 0; last < stages.Length; last++)
        {
            bool isComplete;
            var rounds = 0;
            do
            {
                isComplete = true;
                foreach (var index in order)
                {
                    using var process = new AttributionProblem(train: rows);
                    using var session = SmallFits.Estimator(process, name, Change(store)).Begin(process.TrainView).Single();
                    isComplete &= stages.Take(last + 1).All(stage => stage(session, new Part(index, Parts)));
                }

                Assert.True(++rounds <= most[last] + 1, $"Stage {last} is not complete after {most[last]} rounds.");
            } while (!isComplete);
        }
    }
}
