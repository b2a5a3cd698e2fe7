using System.Text.Json;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Pipelines;
using DataWorth.Configuration;
using DataWorth.Evaluation.Results;
using DataWorth.Evaluation.Tasks;
using DataWorth.Evaluation.Tasks.Cifar10ResNet9;
using DataWorth.Evaluation.Tasks.OwnData;
using DataWorth.Methods;
using DataWorth.Methods.Ekfac;

namespace DataWorth.Cli.Tests.Pipelines;

public sealed class EvaluationFileTests
{
    public static TheoryData<string> Tasks => [.. TaskTable.Tasks.Select(task => task.Name)];

    [Fact]
    public void Schema_OfEvaluationFiles_AgreesWithTheRecords()
    {
        var path = RepositoryFiles.PathOf("pipelines", "evaluation.schema.json");
        var expected = PipelineSchema.OfEvaluations(TaskTable.Tasks);
        if (Environment.GetEnvironmentVariable("DATAWORTH_UPDATE") == "1")
        {
            File.WriteAllText(path, expected);
        }

        Assert.True(
            expected == File.ReadAllText(path),
            $"'{path}' differs from the records. If the records are right, run: DATAWORTH_UPDATE=1 ./test "
                + $"Schema_OfEvaluationFiles_AgreesWithTheRecords\n{expected}"
        );
    }

    [Fact]
    public void EveryEvaluationFile_IsRead_AndItsMethodsBind()
    {
        var files = Directory.GetFiles(RepositoryFiles.PathOf("pipelines"), "*evaluation.yaml");
        Assert.True(files.Length >= 2);
        foreach (var file in files)
        {
            var plan = PipelineReader.ReadEvaluation(file, TaskTable.Tasks);
            Assert.NotEmpty(plan.Methods);
            Assert.Equal(plan.Methods.Count, plan.Methods.Select(method => method.Label).Distinct().Count());
            Assert.All(plan.Brittleness.Methods.Concat(plan.Checks.Methods), label => plan.Find(label));
        }
    }

    [Fact]
    public void Grid_BecomesAVariantPerCombination_LabelledByWhatVaries()
    {
        var plan = Parse(
            """
            methods:
              - method: lorif
                options: { rank: 32, factor-rank: [1, 4], damping: [0.1, 1] }
              - method: trak
                label: trak of 3
                checkpoints: 3
            """
        );
        Assert.Equal(
            [
                "lorif factor-rank=1 damping=0.1",
                "lorif factor-rank=1 damping=1",
                "lorif factor-rank=4 damping=0.1",
                "lorif factor-rank=4 damping=1",
                "trak of 3",
            ],
            plan.Methods.Select(method => method.Label)
        );
        Assert.Equal("32", plan.Methods[3].Options["rank"]);
        Assert.Equal("4", plan.Methods[3].Describe()["factor-rank"]);
        Assert.Equal(3, plan.Methods[4].Checkpoints);
    }

    [Theory]
    [InlineData(
        "subset: 1",
        "my.yaml, line 1: unknown key 'subset' in the evaluation, expected one of: name, model-seeds, subsets, brittleness, checks, task, "
            + "methods. Did you mean 'subsets'?"
    )]
    [InlineData("methods: ekfac", "my.yaml, line 1: 'methods' is 'ekfac', expected a list.")]
    [InlineData(
        "methods:\n  - metod: ekfac",
        "my.yaml, line 2: unknown key 'metod' in an item of 'methods', expected one of: method, label, checkpoints, options. Did you "
            + "mean 'method'?"
    )]
    [InlineData("methods:\n  - options: [1]", "my.yaml, line 2: 'options' is a list, expected keys with a value or a list of values each.")]
    public void WrongInput_IsRefusedWithFileLineFoundAndExpected(string text, string message) =>
        Assert.Equal(message, Assert.Throws<UserErrorException>(() => Parse(text)).Message);

    [Theory]
    [InlineData(
        "name: a\nmethods:\n  - method: ekfac\n    options:\n      seed: 1\n      dampin: 1",
        "my.yaml, line 6: Method 'ekfac': unknown key 'dampin' in the options, expected one of: name, ",
        "Did you mean 'damping'?"
    )]
    [InlineData(
        "methods:\n  - method: logra\n    options: { rank: [8, many] }",
        "my.yaml, line 3: Method 'logra rank=many': 'rank' is 'many', expected a whole number, at least 1.",
        ""
    )]
    [InlineData(
        "methods: [{ method: ekfac, options: { damping: [0.1, 1] } }, { method: gradient-dot, options: { damping: [0.1, 1] } }]",
        "my.yaml, line 1: Method 'gradient-dot damping=1': Option 'damping' has no influence here: the gradient dot product has no "
            + "curvature. Leave it out.",
        ""
    )]
    [InlineData("methods:\n  - method: ekfc", "my.yaml, line 2: There is no method 'ekfc'. Did you mean 'ekfac'? Methods: ", "arnoldi.")]
    [InlineData(
        "methods:\n  - method: ekfac\n    options: { damping: [] }",
        "my.yaml, line 3: 'damping' is [], expected a value or a list of values.",
        ""
    )]
    [InlineData(
        "methods: [{ method: ekfac, options: { damping: [1, { a: b }] } }]",
        "my.yaml, line 1: 'damping' is [",
        "], expected a value or a list of values."
    )]
    [InlineData(
        "methods: [{ method: ekfac }]\nchecks: { methods: [kfac] }",
        "my.yaml, line 2: No method of this evaluation is called 'kfac'. The labels are: ekfac.",
        ""
    )]
    [InlineData(
        "methods: [{ method: ekfac }, { method: ekfac }]",
        "my.yaml, line 1: Two methods or controls of the evaluation are called 'ekfac'. Give each method a label of its own.",
        ""
    )]
    [InlineData(
        "model-seeds: [1, 1]",
        "my.yaml, line 1: The seeds of the attributed models are [1, 1], expected at least one, and each once.",
        ""
    )]
    [InlineData("model-seeds: [1000]", "my.yaml, line 1: 'model-seeds' is '1000', expected a whole number from 0 to 999.", "")]
    [InlineData("task: { epochs: 1 }", "my.yaml, line 1: 'task' has no 'kind', expected one of: glyphs-mlp, ", "")]
    [InlineData(
        "task:\n  kind: glyphs-mlp\n  training:\n    seed: 3",
        "my.yaml, line 1: Option 'seed' has no influence here: every retraining has a seed of its own. Leave it out.",
        ""
    )]
    [InlineData(
        "task:\n  kind: glyphs-mlp\n  network:\n    widths: [784, 8]",
        "my.yaml, line 3: The widths are [784, 8], expected 784 (pixels) first and 10 (classes) last.",
        ""
    )]
    [InlineData(
        "task:\n  kind: wikitext-gpt2\n  network:\n    dropout: 0.1",
        "my.yaml, line 1: Option 'dropout' has no influence here: retrainings have no dropout. Leave it out.",
        ""
    )]
    [InlineData(
        "methods:\n- { method: ekfac, options: { damping: [0.1, 1] } }\n- method: kfac\n- method: kfac",
        "my.yaml, line 4: Two methods or controls of the evaluation are called 'kfac'. Give each method a label of its own.",
        ""
    )]
    [InlineData(
        "methods:\n- method: ekfac\n  label: random",
        "my.yaml, line 3: Two methods or controls of the evaluation are called 'random'. Give each method a label of its own.",
        ""
    )]
    [InlineData("name: a\nmethods: []", "my.yaml, line 2: 'methods' is [], expected at least one method.", "")]
    [InlineData(
        "model-seeds: [0, 1]\nmethods:\n- { method: ekfac, options: { damping: [0.1, 1] } }\n- method: kfac\n  checkpoints: 3",
        "my.yaml, line 5: 'checkpoints' is 3, expected a number from 1 to 2, the number of model-seeds.",
        ""
    )]
    [InlineData(
        "brittleness:\n  queries: 2\n  methods:\n  - ekfac\n  - kfac",
        "my.yaml, line 5: No method of this evaluation is called 'kfac'. The labels are: ekfac.",
        ""
    )]
    [InlineData(
        "brittleness:\n  removals: []",
        "my.yaml, line 2: 'removals' is [], expected at least one number, each greater than the one before.",
        ""
    )]
    [InlineData(
        "brittleness:\n  removals: [10, 5]",
        "my.yaml, line 2: 'removals' is [10, 5], expected at least one number, each greater than the one before.",
        ""
    )]
    [InlineData(
        "model-seeds: [0]\nbrittleness:\n  queries: 1\n  retrainings: 2",
        "my.yaml, line 4: 'retrainings' is 2, expected at most 1, the number of model-seeds.",
        ""
    )]
    [InlineData(
        "task: { kind: glyphs-mlp, train-count: 60 }\nbrittleness:\n  queries: 1\n  removals: [10, 60]",
        "my.yaml, line 4: 'removals' is [10, 60], expected less than the task's 60 training examples.",
        ""
    )]
    [InlineData(
        "task: { kind: glyphs-mlp, query-count: 8 }\nbrittleness:\n  queries: 9",
        "my.yaml, line 3: 'queries' is 9, expected at most the task's 8 queries.",
        ""
    )]
    [InlineData(
        "task: { kind: glyphs-mlp, train-count: 60 }\nsubsets:\n  fraction: 0.001",
        "my.yaml, line 3: 'fraction' is 0.001, expected a share that leaves some of 60 training examples in and some out.",
        ""
    )]
    [InlineData(
        "task: { kind: glyphs-mlp, train-count: 60 }\nsubsets:\n  fraction: 0.999",
        "my.yaml, line 3: 'fraction' is 0.999, expected a share that leaves some of 60 training examples in and some out.",
        ""
    )]
    [InlineData(
        "task: { kind: glyphs-mlp, train-count: 60 }\nchecks:\n  flipped-share: 0.001",
        "my.yaml, line 3: 'flipped-share' is 0.001, expected 0, or a share of at least one of 60 training examples.",
        ""
    )]
    public void WhatCannotBeEvaluated_IsRefused_BeforeAnythingIsTrained(string text, string start, string end)
    {
        var exception = Assert.Throws<UserErrorException>(() => Parse(text));
        Assert.StartsWith(start, exception.Message, StringComparison.Ordinal);
        Assert.EndsWith(end, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name", "a")]
    [InlineData("aggregation", "sum")]
    [InlineData("module-scores", "each")]
    [InlineData("id-column", "Key")]
    [InlineData("score-column", "S")]
    [InlineData("self-influence-column", "S")]
    public void OptionsOfMethods_ThatChangeWhatAnEvaluationReads_AreRefused(string option, string value)
    {
        foreach (var method in MethodTable.Methods)
        {
            Assert.Equal(
                $"my.yaml, line 3: Method '{method.Name}': Option '{option}' has no influence here: an evaluation reads one score per "
                    + "training example and query, by names of its own. Leave it out.",
                Assert
                    .Throws<UserErrorException>(() => Parse($"methods:\n- method: {method.Name}\n  options: {{ {option}: {value} }}"))
                    .Message
            );
        }
    }

    [Theory]
    [InlineData("../../escape")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("a b")]
    [InlineData("")]
    public void Names_ThatCannotBeThoseOfFiles_AreRefused(string name)
    {
        var message =
            $"my.yaml, line 2: 'name' is '{name}', expected 1 to 100 letters, digits, '-', '_' or '.', the first of them no '.': files are "
            + "called by it.";
        var text = $"# a comment\nname: '{name}'";
        Assert.Equal(message, Assert.Throws<UserErrorException>(() => Parse(text)).Message);
        Assert.Equal(message, Assert.Throws<UserErrorException>(() => PipelineReader.ParseQuickstart(text, "my.yaml")).Message);
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void OptionsOfATask_SurviveTheirFile(string name)
    {
        var options = TaskTable.Tasks.Single(task => task.Name == name).DefaultOptions() with { TrainCount = 17, QuerySeed = 3 };
        if (options is OwnDataOptions own)
        {
            options = own with
            {
                Data = new() { Path = "glyphs" },
                Queries = new() { Path = "glyphs", Split = "test" },
            };
        }

        var yaml = JsonSerializer.Serialize(options, TaskTable.Json(TaskTable.Tasks)); // JSON is YAML
        var read = Parse($"task: {yaml}").Task!;
        Assert.Equal(options.GetType(), read.GetType());
        Assert.Equal(OptionsBinder.Describe(options), OptionsBinder.Describe(read));
    }

    [Fact]
    public void OptionsOfMethods_CanLieInSections_AndBeNull()
    {
        var plan = Parse(
            """
            methods:
              - method: ekfac
                options: { modules: { include: fc* }, query-rank: [null, 2] }
            """
        );
        Assert.Equal(["ekfac query-rank=null", "ekfac query-rank=2"], plan.Methods.Select(method => method.Label));
        Assert.Equal("fc*", plan.Methods[0].Bind().Modules.Include);
        Assert.Null(((EkfacOptions)plan.Methods[0].Bind()).QueryRank);
        Assert.Equal(2, ((EkfacOptions)plan.Methods[1].Bind()).QueryRank);
    }

    [Fact]
    public void WhatATaskLeavesOut_HasTheTasksOwnValue()
    {
        var task = (Cifar10ResNet9Options)Parse("task: { kind: cifar10-resnet9, training: { batch-size: 64 } }").Task!;
        var own = new Cifar10ResNet9Options();
        Assert.Equal(own with { Training = own.Training with { BatchSize = 64 } }, task);
    }

    [Fact]
    public void Files_AreReadAsStrictUtf8()
    {
        var path = Path.GetTempFileName();
        try
        {
            byte[] text = [.. "# caf\u00e9\nmethods: [{ method: ekfac }]"u8];
            File.WriteAllBytes(path, [0xEF, 0xBB, 0xBF, .. text]);
            Assert.Single(PipelineReader.ReadEvaluation(path, TaskTable.Tasks).Methods);
            File.WriteAllBytes(path, [.. text[..5], 0xE9, .. text[7..]]);
            Assert.Contains($"Text file '{path}' is not valid UTF-8: byte 5 is 0xE9. ", Refused(), StringComparison.Ordinal);
            File.WriteAllBytes(path, System.Text.Encoding.Unicode.GetBytes("name: a"));
            Assert.Contains($"Text file '{path}' has a zero character at byte 1, ", Refused(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }

        string Refused()
        {
            var message = Assert.Throws<UserErrorException>(() => PipelineReader.ReadEvaluation(path, TaskTable.Tasks)).Message;
            var other = Assert.Throws<UserErrorException>(() => PipelineReader.ReadQuickstart(path)).Message;
            Assert.Contains("is no YAML: ", message, StringComparison.Ordinal);
            Assert.Contains("is no YAML: ", other, StringComparison.Ordinal);
            return message;
        }
    }

    [Fact]
    public void MissingFile_IsRefusedWithItsPath() =>
        Assert.Equal(
            "The evaluation file '/nowhere/a.yaml' does not exist. Give the path of a YAML file such as "
                + "pipelines/fashion-mnist-evaluation.yaml.",
            Assert.Throws<UserErrorException>(() => PipelineReader.ReadEvaluation("/nowhere/a.yaml", TaskTable.Tasks)).Message
        );

    private static EvaluationDefinition Parse(string text)
    {
        var hasMethods = text.Split('\n').Any(line => line.StartsWith("methods:", StringComparison.Ordinal));
        return PipelineReader.ParseEvaluation(hasMethods ? text : text + "\nmethods: [{ method: ekfac }]", "my.yaml", TaskTable.Tasks);
    }
}
