using DataWorth.Artifacts;
using DataWorth.Curvature;
using DataWorth.Scoring;
using DataWorth.Stages;

namespace DataWorth.TestKit;

/// <summary>The laws that every method keeps, one check each; <see cref="RecipeConformance"/> has them as tests. All problems are
/// small.</summary>
public static class RecipeLaws
{
    /// <summary>Scores leave as float32; everything before is float64.</summary>
    public const double Single = 4e-7;

    /// <summary>The schema is the one promised, every score is finite, and a second pass gives the same ones.</summary>
    public static void ScoresAreAsPromised(MethodFactory method)
    {
        using var problem = new AttributionProblem(ScalarType.Float32);
        using var fitted = Fit(problem, method);
        var promised = fitted.GetOutputSchema(problem.TrainView.Schema);
        var scored = fitted.Transform(problem.TrainView);
        Assert.Equal(promised.Select(c => (c.Name, c.Type.ToString())), scored.Schema.Select(c => (c.Name, c.Type.ToString())));
        var scores = AttributionProblem.Scores(fitted, problem.TrainView);
        Assert.Equal(problem.Train.Count, scores.Length);
        Assert.All(scores, row => Assert.All(row, score => Assert.True(double.IsFinite(score))));
        Assert.Equal(scores, AttributionProblem.Scores(fitted, problem.TrainView));
    }

    /// <summary>The strongest neighbours are those with the highest and lowest scores, and self-influence has every example.</summary>
    /// <param name="method">The method.</param>
    /// <param name="isPositive">Whether an example's influence on itself is never negative.</param>
    public static void TopKAndSelfInfluence_AgreeWithScores(MethodFactory method, bool isPositive = true)
    {
        using var problem = new AttributionProblem(ScalarType.Float32);
        using var fitted = Fit(problem, method);
        var scores = AttributionProblem.Scores(fitted, problem.TrainView);
        var top = problem.MLContext.Data.CreateEnumerable<Neighbor>(fitted.TopK(1), false).ToList();
        for (var query = 0; query < problem.Queries.Count; query++)
        {
            // Chunks differ from batches, so that float32 products may differ in their last bits.
            var bound = 1e-5 * scores.Max(row => Math.Abs(row[query]));
            float Of(string side) => top.Single(n => n.QueryId == $"query-{query}" && n.Side == side).Score;
            Assert.Equal(scores.Max(row => row[query]), Of("Proponent"), bound);
            Assert.Equal(scores.Min(row => row[query]), Of("Opponent"), bound);
        }

        var self = problem.MLContext.Data.CreateEnumerable<SelfInfluenceRow>(fitted.SelfInfluence(), false).ToList();
        Assert.Equal(problem.Train.Select(row => row.Id), self.Select(row => row.Id));
        Assert.All(self, row => Assert.True(row.SelfInfluence >= 0 || !isPositive));
    }

    /// <summary>A second fit takes what the store has and gives the same scores, bit for bit.</summary>
    public static void SecondFit_IsReproducedFromTheStore(MethodFactory method)
    {
        using var problem = new AttributionProblem();
        using var first = Fit(problem, method);
        using var again = Fit(problem, method);
        Assert.Equal(SmallFits.Scores(first, problem), SmallFits.Scores(again, problem));
    }

    /// <summary>Another batch size changes nothing but rounding.</summary>
    /// <param name="method">The method.</param>
    /// <param name="bound">Largest difference over largest score.</param>
    public static void BatchSize_ChangesRoundingOnly(MethodFactory method, double bound = 1e-6)
    {
        double[]? expected = null;
        foreach (var size in new[] { int.MaxValue, 64, 7, 1 })
        {
            using var problem = new AttributionProblem();
            using var fitted = Fit(problem, method, options => options with { BatchSize = size });
            var scores = SmallFits.Scores(fitted, problem);
            expected ??= scores;
            RequireClose(expected, scores, bound, $"batches of {size}");
        }
    }

    /// <summary>A training example that is there twice scores the same twice.</summary>
    public static void Duplicates_ScoreTheSame(MethodFactory method)
    {
        using var problem = new AttributionProblem();
        var twin = problem.Train[7];
        problem.Train.Insert(
            20,
            new ExampleRow
            {
                Id = "twin",
                Features = twin.Features,
                Label = twin.Label,
            }
        );
        using var fitted = Fit(problem, method);
        var scores = AttributionProblem.Scores(fitted, problem.TrainView);
        Assert.Equal(problem.Train.Count, scores.Length);
        var bound = Single / 2 * scores.Max(row => row.Max(Math.Abs));
        Assert.All(scores[7].Zip(scores[20]), pair => Assert.Equal(pair.First, pair.Second, bound));

        // Rows behind the twin, too, are those that the store has in their order.
        var stored = Score.Run(fitted).SelectMany(rows => rows.Scores).ToList();
        Assert.All(scores.SelectMany(row => row).Zip(stored), pair => Assert.Equal(pair.First, pair.Second, bound));
    }

    /// <summary>Scores are linear in the queries: those of a sum and a mean of queries are the sum and mean of their scores.</summary>
    /// <param name="method">The method, without anything that leaves out a part of each query by itself.</param>
    public static void AggregatedQueries_ScoreAsTheirSumAndMean(MethodFactory method)
    {
        using var problem = new AttributionProblem();
        using var single = Fit(problem, method, options => options with { Score = ScoreRule.Dot });
        AttributionTransformer Aggregate(QueryAggregation aggregation, int batch) =>
            Fit(problem, method, options => options with { Score = ScoreRule.Dot, Aggregation = aggregation, BatchSize = batch });
        using var mean = Aggregate(QueryAggregation.Mean, 2);
        using var sum = Aggregate(QueryAggregation.Sum, 64);
        Assert.Equal(["mean"], mean.QueryIds);
        Assert.Equal(["sum"], sum.QueryIds);
        var rows = AttributionProblem.Scores(single, problem.TrainView);
        RequireClose([.. rows.Select(row => row.Average())], SmallFits.Scores(mean, problem), Single, "mean");
        RequireClose([.. rows.Select(row => row.Sum())], SmallFits.Scores(sum, problem), Single, "sum");
        Assert.Equal(2, problem.MLContext.Data.CreateEnumerable<Neighbor>(mean.TopK(1), false).Count());
    }

    /// <summary>Queries that are asked later score as if they had been there first, and cost the model one pass over them.</summary>
    public static void NewQueries_ScoreAsIfTheyHadBeenThereFromTheStart(MethodFactory method)
    {
        using var problem = new AttributionProblem();
        using var fitted = Fit(problem, method);
        var view = ExampleRow.View(problem.MLContext, [.. problem.Train.Take(3)], 7);
        using var other = fitted.WithQueries(view);
        var calls = 0;
        var hook = problem.Classifier.Model.register_forward_hook(
            (_, _, output) =>
            {
                calls++;
                return output;
            }
        );
        using var again = fitted.WithQueries(view);
        Assert.Equal(2, calls); // the rows that the fit kept, and the queries
        hook.remove();
        using var fit = method(problem, options => options).Fit(problem.TrainView);
        using var direct = fit.WithQueries(view);
        Assert.Equal(AttributionProblem.Scores(direct, problem.TrainView), AttributionProblem.Scores(other, problem.TrainView));
    }

    /// <summary>A fit whose store breaks at any of its writes, and is then repeated, scores as one that was never interrupted.</summary>
    public static void InterruptedFit_IsFinishedByRepeatingIt(MethodFactory method)
    {
        using var whole = new AttributionProblem();
        using var undisturbed = Fit(whole, method);
        var expected = SmallFits.Scores(undisturbed, whole);
        var failures = 0;
        for (var allowed = 0; ; allowed++)
        {
            using var problem = new AttributionProblem();
            using BreakingStore breaking = new(problem.Store, allowed);
            try
            {
                Fit(problem, method, options => options with { Store = breaking }).Dispose();
            }
            catch (ArtifactStorageException)
            {
                failures++;
            }

            using var repeated = Fit(problem, method);
            Assert.Equal(expected, SmallFits.Scores(repeated, problem));
            if (!breaking.HasBroken)
            {
                Assert.Equal(allowed, failures);
                return;
            }
        }
    }

    /// <summary>A fit that is used in every way and disposed leaves no tensor behind. Counts the live tensors of the process: run it alone
    /// (<c>[CollectionDefinition(DisableParallelization = true)]</c>).</summary>
    public static void UseAndDispose_LeavesNoLiveTensors(MethodFactory method)
    {
        using var problem = new AttributionProblem();
        Use(problem, method); // what is made once per process
        // Only what earlier tests left is collected, so that its finalizers do not hide a leak.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var again = new AttributionProblem();
        var before = Tensor.TotalCount;
        Use(again, method);
        Assert.True(Tensor.TotalCount <= before, $"{Tensor.TotalCount} live tensors, {before} before");
    }

    private static void Use(AttributionProblem problem, MethodFactory method)
    {
        using var fit = method(problem, options => options with { SelfInfluenceColumn = "Self" }).Fit(problem.TrainView);
        using var fitted = fit.WithQueries(problem.QueryView);
        _ = SmallFits.Scores(fitted, problem);
        _ = problem.MLContext.Data.CreateEnumerable<Neighbor>(fitted.TopK(2), false).Count();
        _ = problem.MLContext.Data.CreateEnumerable<SelfInfluenceRow>(fitted.SelfInfluence(), false).Count();
        using var damped = fit.Summary.CurvatureArtifact is null
            ? fitted.WithScore(ScoreRule.L2) // no curvature to damp
            : fitted.WithDamping(Damping.Relative(0.5));
        _ = SmallFits.Scores(damped, problem);
        using var others = fitted.WithQueries(problem.TrainView);
        _ = AttributionProblem.Scores(others, problem.QueryView);
    }

    private static AttributionTransformer Fit(
        AttributionProblem problem,
        MethodFactory method,
        Func<AttributionOptions, AttributionOptions>? change = null
    ) => method(problem, change ?? (options => options)).Fit(problem.TrainView).WithQueries(problem.QueryView);

    private static void RequireClose(double[] expected, double[] actual, double bound, string what)
    {
        var difference = Numbers.RelativeToMaximum(expected, actual);
        Assert.True(difference < bound, $"{what}: {difference:g3}");
    }
}
