using DataWorth.Cli.Hosting;
using DataWorth.Cli.Pipelines;
using DataWorth.Evaluation.Tasks;
using DataWorth.Workflow.Engines.Local;
using DataWorth.Workflow.Engines.Slurm;

namespace DataWorth.Cli.Tests.Run;

public sealed class PipelineFileTests
{
    private const string Rest = "data: { path: glyphs }\nmodel: { kind: mlp }\ntraining: { epochs: 1 }\n";

    [Fact]
    public void Schema_AgreesWithTheRecords()
    {
        var path = RepositoryFiles.PathOf("pipelines", "pipeline.schema.json");
        var expected = PipelineSchema.OfPipelines(TaskTable.Tasks);
        if (Environment.GetEnvironmentVariable("DATAWORTH_UPDATE") == "1")
        {
            File.WriteAllText(path, expected);
        }

        Assert.True(
            expected == File.ReadAllText(path),
            $"'{path}' differs from the records. If the records are right, run: DATAWORTH_UPDATE=1 ./test PipelineFileTests.Schema_AgreesWithTheRecords"
        );
    }

    public static TheoryData<string> Files =>
        [
            .. Directory
                .EnumerateFiles(RepositoryFiles.PathOf("pipelines"), "*.yaml")
                .Select(Path.GetFileName)
                .OfType<string>()
                .Where(name => name != "quickstart.yaml"),
        ];

    [Theory]
    [MemberData(nameof(Files))]
    public void EveryFileOfTheRepository_IsUnderstood(string name)
    {
        var file = PipelineReader.ReadPipeline(
            RepositoryFiles.PathOf("pipelines", name),
            new Dictionary<string, string>(),
            TaskTable.Tasks
        );
        Assert.NotEmpty(file.Name);
        Assert.True(file.First.Methods.Count > 0 || file.First.Evaluation is not null);
    }

    [Theory]
    [InlineData(Rest + "methods: { logro: }", "my.yaml, line 4: There is no method 'logro'.")]
    [InlineData(Rest + "methods:\n  logra: { rnk: 3 }", "my.yaml, line 5: unknown key 'rnk' in method 'logra', expected one of: ")]
    [InlineData(Rest + "methods:\n  logra:\n    rank: none", "my.yaml, line 6: 'rank' is 'none', expected a whole number")]
    [InlineData(Rest + "methods: { logra: { name: x } }", "my.yaml, line 4: fits are named by the pipeline and the method")]
    [InlineData(Rest + "methods: { logra: 3 }", "my.yaml, line 4: 'logra' is \"3\", expected the options of the method by name.")]
    [InlineData(Rest + "shardz: 4\nmethods: { logra: }", "my.yaml, line 4: unknown key 'shardz' in the pipeline, expected one of: ")]
    [InlineData(Rest + "shards: 0\nmethods: { logra: }", "my.yaml, line 4: 'shards' is '0', expected a whole number from 1 to 100000")]
    [InlineData(Rest, "my.yaml, line 1: there is nothing to do, expected 'methods' or an 'evaluation'.")]
    [InlineData("methods: { logra: }", "my.yaml, line 1: there are methods but no 'data' to fit them on.")]
    [InlineData("data: { path: glyphs }\nmethods: { logra: }", "my.yaml, line 2: there are methods but no 'model' to differentiate.")]
    [InlineData("data: { path: glyphs }\nmodel: { kind: mlp }\nmethods: { logra: }", "my.yaml, line 2: the network has no weights")]
    [InlineData(
        Rest + "methods: { logra: { rank: '${r}' } }",
        "my.yaml, line 4: there is no variable 'r'. The file has none: add 'variables'."
    )]
    [InlineData(
        Rest + "variables: { a: 1 }\nmethods: { logra: { rank: '${r}' } }",
        "my.yaml, line 5: there is no variable 'r'. Variables: a."
    )]
    [InlineData(
        Rest + "matrix: { methods.logra.rank: 3 }\nmethods: { logra: }",
        "my.yaml, line 4: 'methods.logra.rank' of the matrix has no list of values"
    )]
    [InlineData(
        Rest + "engine: { kind: slorm }\nmethods: { logra: }",
        "my.yaml, line 4: 'kind' is 'slorm', expected one of: local, durable, slurm"
    )]
    [InlineData(Rest + "outputs: { suspects: 0 }\nmethods: { logra: }", "my.yaml, line 4: nothing comes out")]
    [InlineData(
        Rest + "variables: { rnk: 3 }\nmethods: { logra: }",
        "my.yaml, line 4: no text of the file names variable 'rnk'. It names none."
    )]
    [InlineData(
        Rest + "variables: { a: 3, b: '${a}' }\nmethods: { logra: { rank: '${b}' } }",
        "my.yaml, line 4: variable 'b' names another one"
    )]
    [InlineData(Rest + "methods: { logra: { rank: 4 } }\nmatrix:\n  methods.logra.rnak: [1, 2]", "my.yaml, line 6: unknown key 'rnak'")]
    [InlineData(
        Rest + "variables: { r: 3 }\nmethods: { logra: { rank: ${r} } }",
        "my.yaml, line 5: this is not valid YAML: a value that begins with '${' needs quotes within braces and brackets (\"${name}\")."
    )]
    [InlineData(Rest + "methods: { logra: }\n\tname: x", "my.yaml, line 5: a tab stands before the first word")]
    [InlineData(Rest + "matrix: { outputs.folder: [a, b] }\nmethods: { logra: }", "my.yaml, line 4: 'outputs.folder' is one for all")]
    [InlineData(Rest + "matrix: { engine.processes: [1, 2] }\nmethods: { logra: }", "my.yaml, line 4: 'engine' is one for all")]
    [InlineData(
        Rest + "matrix: { methods.logra.rank: [4, 4] }\nmethods: { logra: }",
        "my.yaml, line 4: 'methods.logra.rank' of the matrix has a value twice"
    )]
    [InlineData(
        Rest + "matrix: { methods.logra.damping: [0.5, 0.1, 1e-1] }\nmethods: { logra: { rank: 4 } }",
        "my.yaml, line 4: the combinations 'damping=0.1' and 'damping=0.1_2' of the matrix are the same"
    )]
    [InlineData(
        Rest + "matrix: { methods.logra.rank: [2, 02] }\nmethods: { logra: { rank: 4 } }",
        "my.yaml, line 4: the combinations 'rank=2' and 'rank=2_2' of the matrix are the same"
    )]
    [InlineData("data: { data-set: glyphs }", "my.yaml, line 1: this is a file of the quickstart")]
    [InlineData(
        Rest + "engine: slurm\nmethods: { logra: }",
        "my.yaml, line 4: 'engine' is 'slurm', expected its options: name the engine by"
    )]
    [InlineData(Rest + "name: ''\nmethods: { logra: }", "my.yaml, line 4: 'name' is empty, expected letters")]
    [InlineData(Rest + "methods:\n  a: &a { method: logra }\n  b: { <<: *a }", "my.yaml, line 6: '<<' would merge the keys")]
    [InlineData(Rest + "methods:\n  ? [1]\n  : 2", "my.yaml, line 5: a list or a section is no name of a key, expected a text.")]
    [InlineData(
        "data: { path: texts }\nmodel: { kind: gpt }\ntraining: { epochs: 1 }\nqueries: { path: q }\nmethods: { logra: }\nevaluation: {}",
        "my.yaml, line 6: there is no 'task', and language models need one, such as wikitext-gpt2"
    )]
    [InlineData("- 1", "my.yaml, line 1: the pipeline is no section, expected keys with values.")]
    public void WhatIsNotUnderstood_IsRefusedWithItsLine(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<UserErrorException>(() => Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("data.path: ['u,v.csv', u-v.csv, ./a/u_v.csv]", "path=u_v.csv; path=u_v.csv_2; path=._a_u_v.csv")]
    [InlineData("model.hidden: [[8], [4, 4], []]", "hidden=8; hidden=4_4; hidden=none")]
    [InlineData("methods.logra: [{ rank: 2 }, { rank: 4 }]", "logra=rank_2; logra=rank_4")]
    [InlineData("training.seed: [0], methods.logra.seed: [1]", "training.seed=0,logra.seed=1")]
    [InlineData("data.limit: [100, null]", "limit=100; limit=null")]
    [InlineData("methods.logra.damping: [1e-3, 0.01]", "damping=0.001; damping=0.01")]
    public void Combinations_HaveNamesThatTellThemApart_AndFitIntoOnesOfFiles(string matrix, string names)
    {
        var file = Parse(Rest + $"matrix: {{ {matrix} }}\nmethods: {{ logra: {{ rank: 4 }} }}");
        Assert.Equal(names, string.Join("; ", file.Variants.Select(variant => variant.Suffix)));
    }

    [Fact]
    public void AnotherEngine_LeavesOutTheOptionsOfTheFilesOwn()
    {
        var text = Rest + "engine: { kind: local, processes: 2 }\nmethods: { logra: { rank: 4 } }";
        Assert.IsType<SlurmEngineOptions>(Parse(text, new() { ["engine.kind"] = "slurm", ["engine.partition"] = "gpu" }).First.Engine);
        Assert.Equal(2, Assert.IsType<LocalEngineOptions>(Parse(text, new() { ["engine.kind"] = "local" }).First.Engine).Processes);
    }

    [Fact]
    public void Settings_WinOverTheFile_AndVariablesAreTexts()
    {
        var file = Parse(
            Rest + "variables: { rank: 3 }\nmethods: { mine: { method: logra, rank: '${rank}' } }",
            new()
            {
                ["variables.rank"] = "5",
                ["engine.processes"] = "2",
                ["shards"] = "7",
            }
        );
        var (label, method, options) = PipelineMethods.Bind(file.First.Methods).Single();
        Assert.Equal(("mine", "logra", 5), (label, method.Name, ((Methods.Logra.LograOptions)options).Rank));
        Assert.Equal(7, file.First.Shards);
        Assert.Equal(2, Assert.IsType<Workflow.Engines.Local.LocalEngineOptions>(file.First.Engine).Processes);
        Assert.Equal("pipeline", file.Name);
    }

    [Theory]
    [InlineData("engine.kind", "slorm", "--engine: 'kind' is 'slorm', expected one of: ")]
    [InlineData("training.epochs", "0", "--set training.epochs: 'epochs' is '0', expected a whole number")]
    [InlineData("engine", "slurm", "--set engine: 'engine' is 'slurm', expected its options: name the engine by 'engine.kind=slurm'")]
    [InlineData("name", "", "--set name: 'name' is empty")]
    [InlineData("evaluation.subsets.count", "4", "--set evaluation.subsets.count: there is no 'task', expected one")]
    [InlineData("methods.logra.rnk", "3", "--set methods.logra.rnk: unknown key 'rnk' in method 'logra'")]
    public void Settings_AreNamedInErrors_AndNotTheFile(string path, string value, string message) =>
        Assert.StartsWith(
            message,
            Assert.Throws<UserErrorException>(() => Parse(Rest + "methods: { logra: }", new() { [path] = value })).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("~")]
    [InlineData("{}")]
    public void Setting_CanAddAMethodWithItsDefaults(string value)
    {
        var file = Parse(Rest + "methods: { logra: }", new() { ["methods.ekfac"] = value });
        var (label, method, options) = PipelineMethods.Bind(file.First.Methods)[1];
        Assert.Equal(("ekfac", "ekfac", method.DefaultOptions().ToString()), (label, method.Name, options.ToString()));
    }

    [Fact]
    public void BinaryFile_IsSaidToBeNoYaml()
    {
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, [0, 1, 2]);
        try
        {
            Assert.StartsWith(
                $"The pipeline file '{path}' is no YAML: ",
                Assert.Throws<UserErrorException>(() => PipelineReader.ReadPipeline(path, new Dictionary<string, string>(), [])).Message,
                StringComparison.Ordinal
            );
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Settings_CanBeLists_AndAMatrix()
    {
        var file = Parse(Rest + "methods: { logra: }", new() { ["model.hidden"] = "[32, 16]", ["matrix.methods.logra.rank"] = "[2, 3]" });
        Assert.Equal(["rank=2", "rank=3"], file.Variants.Select(variant => variant.Suffix));
        Assert.Equal([32L, 16L], ((Models.Networks.MlpModelOptions)file.First.Model!).Hidden);
    }

    [Fact]
    public void Matrix_HasEveryCombination()
    {
        var file = Parse(Rest + "matrix: { methods.logra.rank: [2, 3], training.epochs: [1, 4] }\nmethods: { logra: }");
        Assert.Equal(
            ["rank=2,epochs=1", "rank=2,epochs=4", "rank=3,epochs=1", "rank=3,epochs=4"],
            file.Variants.Select(variant => variant.Suffix)
        );
        Assert.Equal([1, 4, 1, 4], file.Variants.Select(variant => variant.Definition.Training!.Epochs));
    }

    [Fact]
    public void EvaluationFile_IsAPipeline()
    {
        var file = Parse("name: e\ntask: { kind: glyphs-mlp }\nmethods: [{ method: ekfac }]", new() { ["evaluation.subsets.count"] = "7" });
        Assert.Equal(7, file.First.Evaluation!.Subsets.Count);
        Assert.StartsWith(
            "my.yaml, line 2: unknown key 'kindd'",
            Assert
                .Throws<UserErrorException>(() =>
                    Parse("name: e\nsubsets: { kindd: 3 }\ntask: { kind: glyphs-mlp }\nmethods: [{ method: ekfac }]")
                )
                .Message,
            StringComparison.Ordinal
        );
    }

    private static PipelineFile Parse(string text, Dictionary<string, string>? settings = null) =>
        PipelineFile.Parse(text, "my.yaml", settings ?? [], TaskTable.Tasks);
}
