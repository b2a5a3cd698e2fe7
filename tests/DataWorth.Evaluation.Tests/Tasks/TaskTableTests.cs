using System.Text.Json;
using System.Text.Json.Nodes;
using DataWorth.Artifacts;
using DataWorth.Configuration;
using DataWorth.Evaluation.Brittleness;
using DataWorth.Evaluation.Lds;
using DataWorth.Evaluation.Results;
using DataWorth.Evaluation.Retraining;
using DataWorth.Evaluation.Scores;
using DataWorth.Evaluation.Tasks;
using DataWorth.Evaluation.Tasks.Cifar10ResNet9;
using DataWorth.Evaluation.Tasks.OwnData;
using DataWorth.Evaluation.Tasks.WikiTextGpt2;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;
using DataWorth.Tests;

namespace DataWorth.Evaluation.Tests.Tasks;

/// <summary>The contract that every task of the table keeps.</summary>
public sealed class TaskTableTests
{
    private static readonly JsonSerializerOptions s_json = TaskTable.Json(TaskTable.Tasks);

    public static TheoryData<string> Names => [.. TaskTable.Tasks.Select(task => task.Name)];

    [Fact]
    public void NamesAndTypesOfOptions_AreEachOfOneTask()
    {
        Assert.Equal(TaskTable.Tasks.Count, TaskTable.Tasks.Select(task => task.Name).Distinct().Count());
        Assert.Equal(TaskTable.Tasks.Count, TaskTable.Tasks.Select(task => task.DefaultOptions().GetType()).Distinct().Count());
    }

    [Fact]
    public void TablesThatFilesCannotName_AreRefused()
    {
        Refused("The task table has no rows, expected at least one task.");
        Refused("Two rows of the task table are called 'a'. Give each a name of its own.", Row<OneOptions>("a"), Row<OtherOptions>("a"));
        Refused(
            "The tasks 'a' and 'b' both have options of the type OneOptions. Give each a type of its own: a task is found by it.",
            Row<OneOptions>("a"),
            Row<OneOptions>("b")
        );
        Refused(
            "The options of task 'a' (KindOptions) have a member that files call 'kind', expected another name: 'kind' names the task. "
                + "Rename the member.",
            Row<KindOptions>("a")
        );
        Assert.NotNull(TaskTable.Json([Row<OneOptions>("a"), Row<OtherOptions>("b")]));

        static void Refused(string message, params IReadOnlyList<TaskDescription> rows) =>
            Assert.Equal(message, Assert.Throws<ArgumentException>(() => TaskTable.Json(rows)).Message);

        static TaskDescription Row<T>(string name)
            where T : TaskOptions, new() => TaskDescription.Of<T>(name, "nothing", [], (_, _) => throw new NotSupportedException());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Defaults_AreValid_AndMoreQueriesThanTestExamplesAreNot(string name)
    {
        var options = Sample(name);
        options.Validate();
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => options.DrawQueries(options.QueryCount - 1));
        Assert.StartsWith($"Found {options.QueryCount}, expected a number from 1 to {options.QueryCount - 1}.", exception.Message);
        Assert.Throws<ArgumentOutOfRangeException>((options with { TrainCount = 1 }).Validate);
        Assert.Throws<ArgumentException>((options with { Training = options.Training with { Seed = 1 } }).Validate);
        Assert.Throws<ArgumentException>((options with { Training = options.Training with { Threads = 2 } }).Validate);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Schema_HasEveryOption_WithDescriptionAndDefault(string name)
    {
        var schema = OptionsSchema.Of(new EvaluationDefinition(), "evaluation", s_json)["properties"]!["task"]!;
        var own = schema["anyOf"]!.AsArray().Single(choice => (string?)choice!["properties"]![TaskTable.Key]!["const"] == name)!;
        var described = OptionsBinder.Describe(Get(name).DefaultOptions());
        var found = Leaves(own, "").Where(leaf => leaf.Path != TaskTable.Key).ToDictionary(leaf => leaf.Path, leaf => leaf.Schema);
        string[] choices = [.. found.Where(leaf => leaf.Value["anyOf"] is not null).Select(leaf => leaf.Key)]; // have options of their own
        var names = described.Keys.Select(key =>
            choices.FirstOrDefault(choice => key.StartsWith(choice + ".", StringComparison.Ordinal)) ?? key
        );
        Assert.Equal(names.Distinct().Order(StringComparer.Ordinal), found.Keys.Order(StringComparer.Ordinal));
        Assert.All(found, leaf => Assert.False(string.IsNullOrEmpty((string?)leaf.Value["description"]), $"{leaf.Key} says nothing"));
        Assert.All(
            found,
            leaf => Assert.True(choices.Contains(leaf.Key) || leaf.Value.ContainsKey("default"), $"{leaf.Key} has no default")
        );
        Assert.Equal(described["training.epochs"], found["training.epochs"]["default"]!.ToString());
    }

    [Theory]
    [TaskData(isHere: true)]
    [TaskData(isHere: false)]
    public async Task SmallestSize_TrainsOneStep_Measures_AndIsShown(string name)
    {
        var options = Sample(name) with { TrainCount = 16, QueryCount = 2 };
        options = options with
        {
            Training = options.Training with { Epochs = 1, BatchSize = 16, Schedule = LearningRateSchedule.Constant },
        };
        using var task = await TaskTable.CreateAsync(TaskTable.Tasks, options, TaskDataAttribute.Locator);
        Assert.Equal((name, 16, 2), (task.Name, task.TrainCount, task.QueryIds.Count));
        using var untrained = task.CreateModel();
        using var model = task.Train(MemberSet.All(16), 0);
        var measured = task.Measure(model);
        Assert.Equal(2, measured.Count);
        Assert.All(measured.Loss, loss => Assert.True(float.IsFinite(loss)));
        Assert.Equal(untrained.parameters().Sum(parameter => parameter.numel()), model.parameters().Sum(parameter => parameter.numel()));
        Assert.NotNull(task.ShowTraining(15));
        Assert.NotNull(task.ShowQuery(1));
        using var copies = task.WithDuplicates([3]);
        Assert.Equal([task.TrainIds[3]], copies.QueryIds);
        if (task.TrainLabels is { } labels)
        {
            var (wrong, isFlipped) = task.WithFlippedLabels(0.25, 0);
            using var unused = wrong;
            Assert.Equal(isFlipped, labels.Zip(wrong.TrainLabels!, (right, flipped) => right != flipped));
            Assert.Equal(4, isFlipped.Count(flag => flag));
        }
        else
        {
            Assert.Equal(
                $"Task '{name}' has no classes, so that no label can be made wrong. Leave out the checks' flipped-share.",
                Assert.Throws<ArgumentException>(() => task.WithFlippedLabels(0.25, 0)).Message
            );
        }
    }

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
        var options = new Cifar10ResNet9Options { TrainCount = 96, QueryCount = 10 };
        options = options with { Training = options.Training with { Epochs = 1, PeakEpoch = 0, BatchSize = 32, LearningRate = 0.02 } };
        using var task = await TaskTable.CreateAsync(TaskTable.Tasks, options, TaskDataAttribute.Locator);
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

    // Of eval/results/wikitext-gpt2.json: a bank of retrainings stays what it was.
    [DataFact("text/wikitext/wiki103.train.first154articles.tokens", "text/wikitext/wiki103.valid.tokens")]
    public async Task TheTextTask_IsThatOfThePublishedResults()
    {
        WikiTextGpt2Options options = new() { TrainCount = 400, QueryCount = 100 };
        options = options with
        {
            Network = options.Network with { VocabularySize = 1000 },
            Training = options.Training with { Epochs = 4, LearningRate = 3e-3 },
        };
        using var task = await TaskTable.CreateAsync(TaskTable.Tasks, options, TaskDataAttribute.Locator);
        Assert.Equal("sha256:183715cf8995165139c243973ebbc3f1e9cb8a7aa1597d740e5e2dd1337eedbd", task.Describe().Options["tokens"]);
        Assert.Equal("e1a00c1e694aafb1415e3dbfeba6db3f", task.Fingerprint);
    }

    [DataFact("text/wikitext/wiki103.train.first154articles.tokens", "text/wikitext/wiki103.valid.tokens")]
    public async Task Gpt2_OnWikiText_IsEvaluatedFromEndToEnd()
    {
        var options = new WikiTextGpt2Options { TrainCount = 24, QueryCount = 6 };
        options = options with
        {
            Network = options.Network with { VocabularySize = 100, Positions = 16, Width = 16, Layers = 1 },
            Training = options.Training with { Epochs = 2 },
        };
        using var task = await TaskTable.CreateAsync(TaskTable.Tasks, options, TaskDataAttribute.Locator);
        Assert.Equal(15, task.TargetsPerQuery);
        Assert.NotEmpty(task.ShowTraining(0)!.Text!);
        using var store = new MemoryArtifactStore();
        var plan = new EvaluationPlan
        {
            Name = "text",
            ModelSeeds = [0, 1],
            Subsets = new SubsetDesign { Count = 5, Retrainings = 2 },
            Methods = [new MethodVariant { Label = "ekfac", Method = "ekfac" }],
            Brittleness = new()
            {
                Queries = 2,
                Removals = [4, 8],
                Retrainings = 2,
                Methods = ["ekfac"],
            },
            Checks = new() { Duplicates = 4, Methods = ["ekfac"] },
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
        Assert.InRange(result.Checks[0].DuplicatesFirst!.Value, 0.5, 1);
        Assert.StartsWith(
            "Task 'wikitext-gpt2' has no classes",
            Assert
                .Throws<ArgumentException>(() =>
                    new EvaluationRun(plan with { Checks = new() { FlippedShare = 0.1 } }, store, task, new RetrainOptions())
                )
                .Message
        );
    }

    private sealed record OneOptions : TaskOptions;

    private sealed record OtherOptions : TaskOptions;

    private sealed record KindOptions : TaskOptions
    {
        public int Kind { get; init; }
    }

    // The defaults; of own data there are none without the data.
    private static TaskOptions Sample(string name) =>
        Get(name).DefaultOptions() is var options && options is OwnDataOptions own
            ? own with
            {
                Data = new() { Path = "glyphs" },
                Queries = new() { Path = "glyphs", Split = "test" },
            }
            : options;

    private static TaskDescription Get(string name) => TaskTable.Tasks.Single(task => task.Name == name);

    private static IEnumerable<(string Path, JsonObject Schema)> Leaves(JsonNode schema, string prefix)
    {
        foreach (var (name, property) in schema["properties"]!.AsObject())
        {
            if (property!["properties"] is null)
            {
                yield return (prefix + name, property.AsObject());
                continue;
            }

            foreach (var inner in Leaves(property, $"{prefix}{name}."))
            {
                yield return inner;
            }
        }
    }
}
