using DataWorth.Artifacts;
using DataWorth.Evaluation.Brittleness;
using DataWorth.Evaluation.Lds;
using DataWorth.Evaluation.Results;
using DataWorth.Evaluation.Retraining;
using DataWorth.Evaluation.Scores;
using DataWorth.Evaluation.Tasks;
using DataWorth.Models.Data;
using DataWorth.Models.Networks;
using DataWorth.Tests;

namespace DataWorth.Evaluation.Tests.Tasks;

public sealed class BenchmarkTasksTests
{
    [Fact]
    public void Vocabulary_HoldsTheMostFrequentWords_AndOneTokenForAllOthers()
    {
        var vocabulary = WordVocabulary.Of(["a b a\n\nc a b\n"], 4);
        Assert.Equal(["<other>", "a", "\n", "b"], vocabulary.Words);
        Assert.Equal([1, 3, 0, 2], vocabulary.Encode("a b zebra"));
        Assert.Equal("a <other> b", vocabulary.Decode([1, 0, 3]));
    }

    [DataFact("cifar10/data_batch_1.bin.gz", "cifar10/test_batch.bin.gz")]
    public async Task ResNet9_InFullSize_TrainsAnEpochAsARetraining()
    {
        var training = BenchmarkTasks.CifarTraining with { Epochs = 1, PeakEpoch = 0, BatchSize = 32, LearningRate = 0.02 };
        using var task = await BenchmarkTasks.Cifar10ResNet9Async(Locator("cifar10"), new TaskSize(96, 10), training: training);
        var all = new RetrainRequest(MemberSet.All(96), 0);
        using var model = task.Train(all.Members, all.Seed);
        Assert.Equal(2_274_880, model.parameters().Sum(parameter => parameter.numel()));
        using var untrained = task.CreateModel();
        SeededInitialization.Apply(untrained, 0);
        untrained.eval();
        var (before, after) = (task.Measure(untrained), task.Measure(model));
        Assert.All(after.Loss, loss => Assert.True(float.IsFinite(loss)));
        Assert.False(before.HasSameBits(after));
    }

    [DataFact("text/wikitext/wiki103.train.first154articles.tokens", "text/wikitext/wiki103.valid.tokens")]
    public async Task Gpt2_OnWikiText_IsEvaluatedFromEndToEnd()
    {
        var network = new Gpt2Options
        {
            VocabularySize = 100,
            Width = 16,
            Layers = 1,
            Heads = 2,
        };
        using var task = await BenchmarkTasks.WikiTextGpt2Async(
            Locator("text/wikitext"),
            new TaskSize(24, 6),
            16,
            network,
            BenchmarkTasks.WikiTextTraining with
            {
                Epochs = 2,
            }
        );
        Assert.Equal(15, task.TargetsPerQuery);
        Assert.NotEmpty(task.TrainText(0));
        using var store = new MemoryArtifactStore();
        var plan = new EvaluationPlan
        {
            Name = "text",
            ModelSeeds = [0, 1],
            Subsets = new SubsetDesign { Subsets = 5, Retrainings = 2 },
            Methods = [new MethodVariant { Label = "ekfac", Method = "ekfac" }],
            Brittleness = new()
            {
                Queries = 2,
                Removals = [4, 8],
                Retrainings = 2,
                Methods = ["ekfac"],
            },
        };
        var result = new EvaluationRun(plan, store, task, new RetrainOptions()).Execute();
        Assert.True(result.Brittleness!.ReproducesBaseModels);
        Assert.Equal(["ekfac", RemovalPlan.Random], result.Brittleness.Curves.Select(curve => curve.Label));
        Assert.All(
            result.Brittleness.Curves.SelectMany(curve => curve.Points),
            point => Assert.True(point.FlippedShare is null && point.Perplexity > 1)
        );
        Assert.InRange(result.Methods[0].Loss.Mean, -1, 1);
        Assert.Null(result.Checks[0].ClassPurity);
    }

    private static DataLocator Locator(string folder) => new(new DataLocatorOptions { ExplicitDirectory = SharedData.Locate(folder) });
}
