using DataWorth.Artifacts;
using DataWorth.Evaluation.Lds;
using DataWorth.Evaluation.Results;
using DataWorth.Evaluation.Retraining;
using DataWorth.Evaluation.Scores;
using DataWorth.Evaluation.Tasks.GlyphsMlp;
using DataWorth.Randomness;

namespace DataWorth.Evaluation.Tests.EndToEnd;

/// <summary>A whole evaluation, small enough for every build: a method that is broken misses its floor.</summary>
public sealed class SmallEvaluationTests
{
    private static readonly EvaluationPlan s_plan = new()
    {
        Name = "small",
        ModelSeeds = [0, 1],
        Subsets = new SubsetDesign { Count = 40, Retrainings = 3 },
        Methods =
        [
            new MethodVariant { Label = "ekfac", Method = "ekfac" },
            new MethodVariant
            {
                Label = "logra-pca",
                Method = "logra-pca",
                Options = new Dictionary<string, string> { ["rank"] = "16" },
            },
            new MethodVariant { Label = "gradient-dot", Method = "gradient-dot" },
        ],
        Brittleness = new()
        {
            Queries = 3,
            Removals = [15],
            Retrainings = 2,
            Methods = ["ekfac"],
        },
        Checks = new()
        {
            Duplicates = 10,
            FlippedShare = 0.1,
            Methods = ["ekfac"],
        },
    };

    [Fact]
    public void Methods_PassTheirFloor_AndShuffledScoresDoNot()
    {
        using var store = new MemoryArtifactStore();
        using var task = GlyphsMlpTask.Create(new() { TrainCount = 300, QueryCount = 40 });
        var run = new EvaluationRun(s_plan, store, task, new RetrainOptions());
        var result = run.Execute();

        Assert.True(Loss(result, "ekfac") > 0.3, $"EKFAC scores {Loss(result, "ekfac")}");
        Assert.True(Loss(result, "logra-pca") > 0.25, $"LoGra-PCA scores {Loss(result, "logra-pca")}");
        Assert.True(result.Ceiling!.Ceiling > Loss(result, "ekfac"));

        var scores = new ScoreBook(run.Bank, s_plan.ModelSeeds).Get(s_plan.Methods[0], 0);
        var rows = new SeededRandom(5).NextPermutation(task.TrainCount);
        var shuffled = scores with
        {
            Values = [.. rows.SelectMany(row => Enumerable.Range(0, scores.QueryCount).Select(query => scores[row, query]))],
        };
        var truth = RetrainedSubsets.Read(run.Bank, s_plan.Subsets, RetrainedSubsets.NegativeLoss);
        Assert.InRange(LdsProtocol.Score(truth, [(0, shuffled)]).Mean, -0.15, 0.15);

        Assert.True(result.Brittleness!.ReproducesBaseModels);
        Assert.Equal(["ekfac", "random", "random of the class"], result.Brittleness.Curves.Select(curve => curve.Label));
        Assert.True(result.Brittleness.Curves[0].Points[0].LossIncrease > result.Brittleness.Curves[1].Points[0].LossIncrease);
        Assert.Null(result.Brittleness.Perplexity);
        Assert.Equal(
            [EvaluationWarnings.FewRemovalQueries, EvaluationWarnings.FewRemovalRetrainings],
            result.Warnings.Select(warning => warning.Kind)
        );
        Assert.Equal("ekfac", result.Verdict!.Best);
        Assert.True(result.Methods[0].CurvatureBytes > 300_000 && result.Methods[2].CurvatureBytes == 0);
        Assert.Equal(result.Methods[0].CurvatureBytes / 300, result.Methods[0].BytesPerExample, 1e-9);

        Assert.Equal(task.QueryIds, result.Queries.Select(query => query.Id));
        Assert.Equal(12, result.Queries.Count(query => query.IsShown()));
        Assert.Equal(Loss(result, "ekfac"), result.Queries.Average(query => query.Methods[0].Lds), 1e-12);
        var opponents = result.Queries.SelectMany(query => query.Methods).SelectMany(method => method.Opponents);
        Assert.All(opponents, example => Assert.True(example.Score < 0));
        using (var model = new TrainedModels(run.Bank).Get(0))
        {
            var measured = task.Measure(model);
            Assert.All(
                result.Queries,
                query =>
                {
                    var isRight = query.Prediction!.Class == task.ShowQuery(query.Position).Caption;
                    Assert.Equal(measured.Correct[query.Position] == 1, isRight);
                    Assert.True(!isRight || Math.Abs(query.Prediction.Probability - Math.Exp(-measured.Loss[query.Position])) < 1e-5);
                }
            );
        }

        Assert.True(result.Checks[0].MislabelArea > 0.65, $"EKFAC finds flipped labels with area {result.Checks[0].MislabelArea}");

        var again = new EvaluationRun(s_plan, store, task, new RetrainOptions()).Execute();
        Assert.Equal(0, again.Run.Retrained);
        Assert.Equal(ResultFiles.ToCsv(result), ResultFiles.ToCsv(again));
        Assert.Equal(ResultFiles.ToJson(again), ResultFiles.ToJson(ResultFiles.FromJson(ResultFiles.ToJson(again))));
        Assert.Contains("| ekfac | ", ResultTable.ToMarkdown(result), StringComparison.Ordinal);
    }

    [Fact]
    public void AnEmptyBank_IsSaidToBeEmpty_WhenNothingMayBeTrained()
    {
        using var store = new MemoryArtifactStore();
        using var task = GlyphsMlpTask.Create(new() { TrainCount = 60, QueryCount = 5 });
        var exception = Assert.Throws<InvalidOperationException>(() =>
            new EvaluationRun(s_plan, store, task, new RetrainOptions()).Execute(useWhatIsThere: true)
        );
        Assert.Equal(
            "The bank has no seed for which all 40 subsets are retrained, and nothing may be trained. Leave --no-training " + "out.",
            exception.Message
        );
        Assert.Empty(store.List("")); // not even an attributed model was trained
    }

    private static double Loss(EvaluationResult result, string label) => result.Methods.Single(method => method.Label == label).Loss.Mean;
}
