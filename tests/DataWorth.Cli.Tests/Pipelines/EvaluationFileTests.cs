using DataWorth.Cli.Commands.Evaluate;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Pipelines;
using DataWorth.Tests.Shared;

namespace DataWorth.Cli.Tests.Pipelines;

public sealed class EvaluationFileTests
{
    [Fact]
    public void Schema_OfEvaluationFiles_AgreesWithTheRecords()
    {
        var path = RepositoryFiles.PathOf("pipelines", "evaluation.schema.json");
        var expected = PipelineSchema.EvaluationToJson();
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
            var plan = EvaluationTasks.Plan(PipelineReader.ReadEvaluation(file));
            Assert.NotEmpty(plan.Methods);
            Assert.Equal(plan.Methods.Count, plan.Methods.Select(method => method.Label).Distinct().Count());
            Assert.All(plan.Brittleness.Methods.Concat(plan.Checks.Methods), label => plan.Find(label));
        }
    }

    [Fact]
    public void Grid_BecomesAVariantPerCombination_LabelledByWhatVaries()
    {
        var definition = PipelineReader.ParseEvaluation(
            """
            methods:
              - method: lorif
                options: { rank: 32, factor-rank: [1, 4], damping: [0.1, 1] }
              - method: trak
                label: trak of 3
                checkpoints: 3
            """,
            "my.yaml"
        );
        var plan = EvaluationTasks.Plan(definition);
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
        "my.yaml, line 1: unknown key 'subset' in the evaluation, expected one of: name, task, models, subsets, brittleness, checks, "
            + "methods. Did you mean 'subsets'?"
    )]
    [InlineData("methods: ekfac", "my.yaml, line 1: 'methods' is 'ekfac', expected a list.")]
    [InlineData(
        "methods:\n  - metod: ekfac",
        "my.yaml, line 2: unknown key 'metod' in an item of 'methods', expected one of: method, label, checkpoints, options. Did you "
            + "mean 'method'?"
    )]
    [InlineData(
        "methods:\n  - options: [1]",
        "my.yaml, line 2: 'options' is a list, expected options with a value or a list of values each."
    )]
    public void WrongInput_IsRefusedWithFileLineFoundAndExpected(string text, string message) =>
        Assert.Equal(message, Assert.Throws<UserErrorException>(() => PipelineReader.ParseEvaluation(text, "my.yaml")).Message);

    [Fact]
    public void UnknownOption_IsRefused_BeforeAnythingIsTrained()
    {
        var definition = PipelineReader.ParseEvaluation("methods: [{ method: ekfac, options: { dampin: 1 } }]", "my.yaml");
        var exception = Assert.Throws<ArgumentException>(() => EvaluationTasks.Plan(definition));
        Assert.Contains("dampin", exception.Message, StringComparison.Ordinal);
        Assert.Contains("damping", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OptionWithoutInfluence_IsRefused_AlsoInASweep()
    {
        var definition = PipelineReader.ParseEvaluation(
            "methods: [{ method: ekfac, options: { damping: [0.1, 1] } }, { method: gradient-dot, options: { damping: [0.1, 1] } }]",
            "my.yaml"
        );
        Assert.Equal(
            "Method 'gradient-dot damping=1': Option 'damping' has no influence here: the gradient dot product has no curvature. Leave it out.",
            Assert.Throws<ArgumentException>(() => EvaluationTasks.Plan(definition)).Message
        );
    }

    [Fact]
    public void MissingFile_IsRefusedWithItsPath() =>
        Assert.Equal(
            "The evaluation file '/nowhere/a.yaml' does not exist. Give the path of a YAML file such as "
                + "pipelines/fashion-mnist-evaluation.yaml.",
            Assert.Throws<UserErrorException>(() => PipelineReader.ReadEvaluation("/nowhere/a.yaml")).Message
        );
}
