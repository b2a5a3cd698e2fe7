using System.Text.Json;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Tests.Fit;

namespace DataWorth.Cli.Tests.Run;

/// <summary>Pipelines of texts and a language model.</summary>
public sealed class TextPipelineTests : IDisposable
{
    private const string Sections =
        "data: { path: texts, block-is-packed: false }\nmodel: { kind: language-model, checkpoint: model }\nqueries: { path: texts/*w*.txt }\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("dataworth-text-run-").FullName;

    public TextPipelineTests() => TinyLanguage.Write(_folder);

    public void Dispose() => TemporaryFolder.Remove(_folder);

    [Fact]
    public async Task Run_FindsWhatFitAndTopKFind_AndNoSuspects()
    {
        var file = Write(Sections + "methods: { logra: { rank: 4 }, lorif: }\nshards: 2\nthreads: 1\noutputs: { folder: OUT, top-k: 2 }");
        var run = await Of("run", file);
        Assert.True(run.ExitCode == ExitCodes.Success, run.Messages);
        Assert.Equal(
            ["logra-report.html", "logra-top-k.csv", "lorif-report.html", "lorif-top-k.csv", "pipeline.json", "run.json"],
            Directory.EnumerateFiles(At("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        var fit = await CommandRun.Of([
            "fit",
            "--data",
            At("texts"),
            "--block-is-packed",
            "false",
            "--model",
            At("model"),
            "--method",
            "logra",
            "--set",
            "rank=4",
            "--name",
            "farm",
            "--store",
            At("other"),
        ]);
        Assert.True(fit.ExitCode == ExitCodes.Success, fit.Messages);
        var asked = await CommandRun.Of([
            "topk",
            "--name",
            "farm",
            "--queries",
            At("texts") + "/*w*.txt",
            "--k",
            "2",
            "--store",
            At("other"),
            "--json",
        ]);
        Assert.True(asked.ExitCode == ExitCodes.Success, asked.Messages);
        var expected = JsonDocument
            .Parse(asked.Output)
            .RootElement.GetProperty("queries")
            .EnumerateArray()
            .SelectMany(query =>
                query
                    .GetProperty("proponents")
                    .EnumerateArray()
                    .Select(found => $"{query.GetProperty("id").GetString()},{found.GetProperty("id").GetString()}")
            )
            .Order(StringComparer.Ordinal);
        var found = (await File.ReadAllLinesAsync(Path.Combine(At("out"), "logra-top-k.csv")))
            .Skip(1)
            .Select(line => line.Split(','))
            .Where(cells => cells[1] == "Proponent")
            .Select(cells => $"{cells[0]},{cells[3]}")
            .Order(StringComparer.Ordinal);
        Assert.Equal(expected, found);
        Assert.Equal(2 * 2, expected.Count());
    }

    [Fact]
    public async Task ResolvedFile_IsThePipelineAgain_AndChangedTextsAreAnotherOne()
    {
        var file = Write(Sections + "methods: { gradient-dot: }\noutputs: { folder: OUT }");
        Assert.Equal(ExitCodes.Success, (await Of("run", file)).ExitCode);
        var plan = await Of("plan", file, "--json");
        Assert.Equal(Digest(plan), Digest(await Of("plan", Path.Combine(At("out"), "pipeline.json"), "--json")));
        Assert.Equal(0, Missing(plan));

        await File.AppendAllTextAsync(Path.Combine(At("texts"), "cow.txt"), " Moo.");
        Assert.NotEqual(0, Missing(await Of("plan", file, "--json")));
    }

    [Theory]
    [InlineData(
        "data: { path: texts, block-lenght: 8 }",
        "line 1: unknown key 'block-lenght' in 'data' of texts. Did you mean 'block-length'?"
    )]
    [InlineData("data: { path: texts, block-length: 4x }", "line 1: 'data.block-length' is '4x', expected a whole number")]
    [InlineData("data: { path: texts, block-length: 480 }", "line 1: 'block-length' is 480, but the model in ")]
    [InlineData("data: { path: texts }\nqueries: { path: texts, split: a }", "line 2: unknown key 'split' in 'queries' of texts.")]
    [InlineData("data: { path: texts }\ntraining: { epochs: 1 }", "line 2: the language model has its weights")]
    public async Task WhatIsNotUnderstood_IsRefusedWithItsLine(string sections, string message)
    {
        var queries = sections.Contains("queries", StringComparison.Ordinal) ? "" : "queries: { path: texts }\n";
        var file = Write($"{sections}\n{queries}model: {{ kind: language-model, checkpoint: model }}\nmethods: {{ lorif: }}");
        var plan = await Of("plan", file);
        Assert.Equal(ExitCodes.BadInput, plan.ExitCode);
        Assert.Contains(message, plan.Messages.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ImaginedTexts_ArePlannedForModelsWithoutWeights_AndNotRun()
    {
        var file = RepositoryFiles.PathOf("pipelines", "large-models.yaml");
        string[] workers = ["workers=64", "flops=4e14", "bandwidth=1e9", "price=3", "shard-seconds=0", "stage-seconds=0"];
        var plan = await Of(["plan", file, "--json", .. workers.SelectMany(worker => new[] { "--simulate", worker })]);
        Assert.True(plan.ExitCode == ExitCodes.Success, plan.Messages);
        var stages = JsonDocument.Parse(plan.Output).RootElement.GetProperty("stages").EnumerateArray().ToList();
        long Bytes(string stage) => stages.Single(row => row.GetProperty("name").GetString() == stage).GetProperty("storeBytes").GetInt64();

        // 10^9 tokens in blocks of 1024; seven matrices in each of 32 layers and the head, each 64 x 64 numbers of 4 bytes, or 64 + 64 of 2.
        const long blocks = 976_563;
        const long modules = (7 * 32) + 1;
        Assert.Equal(blocks * modules * 64 * 64 * 4, Bytes("logra/collect"));
        Assert.Equal(blocks * modules * (64 + 64) * 2, Bytes("lorif/collect"));

        // Forward and backward of two methods, without what is read: the lower bound.
        var matrices = (32.0 * ((2 * 4096 * 4096) + (2 * 1024 * 4096) + (3 * 4096 * 14336))) + (128256.0 * 4096);
        var operations = 2 * 2 * blocks * ((2 * matrices * 1024) + (4.0 * 1024 * 1024 * 4096 * 32));
        var simulated = JsonDocument.Parse(plan.Output).RootElement.GetProperty("simulation");
        var seconds = simulated.GetProperty("seconds").GetDouble();
        // Texts are encoded and kept by one worker, before the others have work.
        var kept = Bytes("rows") / 1e9;
        Assert.InRange(kept, 7.9, 8.1);
        Assert.InRange(seconds, kept + (operations / 4e14 / 64), kept + (1.25 * operations / 4e14 / 64));
        Assert.Equal(seconds / 3600 * 64 * 3, simulated.GetProperty("cost").GetDouble(), 1e-6);
        Assert.True(simulated.GetProperty("networkBytes").GetInt64() > 3 * Bytes("logra/collect"));

        var run = await Of("run", file);
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains("they can be planned with, but not run", run.Messages.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    private static string Digest(CommandRun plan) => JsonDocument.Parse(plan.Output).RootElement.GetProperty("digest").GetString()!;

    private static int Missing(CommandRun plan) =>
        JsonDocument
            .Parse(plan.Output)
            .RootElement.GetProperty("stages")
            .EnumerateArray()
            .Sum(stage => stage.GetProperty("shards").GetInt32() - stage.GetProperty("present").GetInt32());

    private string At(string path) => Path.Combine(_folder, path);

    private Task<CommandRun> Of(params string[] arguments) => CommandRun.Of([.. arguments, "--store", At("store")]);

    private string Write(string text)
    {
        var path = At("pipeline.yaml");
        File.WriteAllText(path, text.Replace("OUT", At("out"), StringComparison.Ordinal));
        return path;
    }
}
