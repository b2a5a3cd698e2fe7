using System.Text.Json;
using System.Text.Json.Nodes;
using DataWorth.Artifacts;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Stages;
using DataWorth.Cli.Tests.Fit;
using DataWorth.Evaluation.Tasks;
using DataWorth.Workflow.Runs;
using DataWorth.Workflow.Shards;

namespace DataWorth.Cli.Tests.Run;

/// <summary>Pipelines from a file to the files that come out, on this machine.</summary>
public sealed class PipelineRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataworth-run").FullName;

    public PipelineRunTests() => FlowerFiles.Write(_folder);

    private string Pipeline =>
        Write(
            """
            name: flowers
            variables: { rank: 4 }
            data: { path: train.csv, label-column: kind }
            model: { kind: mlp, hidden: [8] }
            training: { epochs: 3, batch-size: 16 }
            methods:
              logra: { rank: "${rank}" }
              ekfac:
            queries: { path: test.csv, label-column: kind }
            outputs: { top-k: 2, suspects: 5 }
            shards: 2
            threads: 1
            """
        );

    [Fact]
    public async Task Run_MakesFitsAndFiles_AndASecondOneComputesNothing()
    {
        var run = await Of("run", Pipeline, "--set", $"outputs.folder={Path.Combine(_folder, "out")}", "--json");
        Assert.True(run.ExitCode == ExitCodes.Success, run.Messages);
        var result = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(
            ["flowers-logra", "flowers-ekfac"],
            result.GetProperty("fits").EnumerateArray().Select(fit => fit.GetProperty("name").GetString())
        );
        Assert.Equal(
            [
                "ekfac-report.html",
                "ekfac-suspects.csv",
                "ekfac-top-k.csv",
                "logra-report.html",
                "logra-suspects.csv",
                "logra-top-k.csv",
                "pipeline.json",
                "run.json",
            ],
            Directory.EnumerateFiles(Path.Combine(_folder, "out")).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        var neighbours = await File.ReadAllLinesAsync(Path.Combine(_folder, "out", "logra-top-k.csv"));
        Assert.Equal("query,side,rank,example,score", neighbours[0]);
        Assert.InRange(neighbours.Length, 1 + 12, 1 + (12 * 4)); // both sides where there are both

        // What the library's own commands say of the same fit.
        var asked = await Of(
            "topk",
            "--name",
            "flowers-logra",
            "--queries",
            Path.Combine(_folder, "test.csv"),
            "--k",
            "2",
            "--ids-only",
            "--json"
        );
        Assert.True(asked.ExitCode == ExitCodes.Success, asked.Messages);
        var first = JsonDocument
            .Parse(asked.Output)
            .RootElement.GetProperty("queries")
            .EnumerateArray()
            .Single(query => query.GetProperty("id").GetString() == "query-0");
        Assert.Contains(
            $"query-0,Proponent,1,{first.GetProperty("proponents")[0].GetProperty("id").GetString()},",
            string.Join('\n', neighbours),
            StringComparison.Ordinal
        );

        using var store = ArtifactStores.Open(Store);
        var attempts = RunFolder.Find(store, null).Attempts().Count();
        var again = await Of("run", Pipeline, "--json");
        Assert.True(again.ExitCode == ExitCodes.Success, again.Messages);
        Assert.Equal(attempts, RunFolder.Find(store, null).Attempts().Count());
    }

    [Fact]
    public async Task ResolvedFile_IsThePipelineAgain()
    {
        await Of("run", Pipeline, "--set", $"outputs.folder={Path.Combine(_folder, "out")}");
        var plan = Digest(await Of("plan", Pipeline, "--json"));
        Assert.Equal(plan, Digest(await Of("plan", Path.Combine(_folder, "out", "pipeline.json"), "--json")));
        var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "out", "run.json"))).RootElement;
        Assert.Equal(plan, manifest.GetProperty("digest").GetString());
        Assert.Equal(32, manifest.GetProperty("digests").GetProperty("").GetProperty("data").GetString()!.Length);
        Assert.All(manifest.GetProperty("stages").EnumerateArray(), stage =>
            Assert.True(stage.GetProperty("attempts").GetInt32() > 0 && stage.GetProperty("peak-memory-bytes").GetInt64() > 0)
        );
    }

    [Fact]
    public async Task ResolvedFile_IsRefusedOverOtherBytes_AndWarnsOfOtherVersions()
    {
        var evaluation = "\nevaluation: { subsets: { count: 3, retrainings: 1 }, model-seeds: [0] }\n";
        var file = Write(await File.ReadAllTextAsync(Pipeline) + evaluation);
        await Of("run", file, "--set", $"outputs.folder={Path.Combine(_folder, "out")}");
        var resolved = Path.Combine(_folder, "out", "pipeline.json");
        var locked = JsonNode.Parse(await File.ReadAllTextAsync(resolved))!["lock"]!;
        Assert.Equal(["data", "evaluation", "queries"], locked["digests"]!.AsObject().Select(entry => entry.Key).Order());
        var again = await Of("run", resolved, "--json");
        Assert.True(again.ExitCode == ExitCodes.Success, again.Messages);
        Assert.DoesNotContain("warning", again.Messages, StringComparison.Ordinal);

        foreach (var (name, path) in new[] { ("data", "train.csv"), ("queries", "test.csv") })
        {
            var whole = await File.ReadAllTextAsync(Path.Combine(_folder, path));
            await File.WriteAllTextAsync(Path.Combine(_folder, path), whole[..(whole.TrimEnd().LastIndexOf('\n') + 1)]);
            foreach (var command in new[] { "plan", "run" })
            {
                var refused = await Of(command, resolved);
                Assert.Equal(ExitCodes.BadInput, refused.ExitCode);
                Assert.Contains(
                    $"'{name}' of the pipeline is not what the file was resolved with",
                    refused.Messages,
                    StringComparison.Ordinal
                );
            }

            Assert.Equal(ExitCodes.Success, (await Of("plan", resolved, "--set", "lock=")).ExitCode);
            await File.WriteAllTextAsync(Path.Combine(_folder, path), whole);
        }

        var other = JsonNode.Parse(await File.ReadAllTextAsync(resolved))!;
        other["lock"]!["versions"]!["libtorch"] = "1.0";
        other["methods"]!.AsObject().Remove("ekfac");
        await File.WriteAllTextAsync(resolved, other.ToJsonString());
        Assert.Contains("The file was resolved with libtorch 1.0 (now ", (await Of("plan", resolved)).Messages, StringComparison.Ordinal);
        other["queries"] = null;
        other["evaluation"] = null;
        await File.WriteAllTextAsync(resolved, other.ToJsonString());
        Assert.Contains("its digest is none", (await Of("plan", resolved)).Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnotherDamping_RecomputesNoGradientAndNoCurvature()
    {
        await Of("run", Pipeline);
        var plan = await Of("plan", Pipeline, "--set", "methods.logra.damping=0.01", "--json");
        Assert.Equal(["logra/fit", "logra/score", "logra/top-k", "logra/suspects", "logra/report"], Missing(plan));
        var other = await Of("plan", Pipeline, "--set", "variables.rank=2", "--json");
        Assert.Equal(
            ["logra/collect", "logra/curvature", "logra/fit", "logra/score", "logra/top-k", "logra/suspects", "logra/report"],
            Missing(other)
        );
    }

    [Fact]
    public async Task EvaluationWithoutATask_RetrainsThePipelinesOwnModel_AndComparesItsMethods()
    {
        var evaluation = "\nevaluation: { subsets: { count: 3, retrainings: 1 }, model-seeds: [0] }\n";
        var file = Write(await File.ReadAllTextAsync(Pipeline) + evaluation);
        var run = await Of("run", file, "--set", $"outputs.folder={Path.Combine(_folder, "out")}");
        Assert.True(run.ExitCode == ExitCodes.Success, run.Messages);
        var result = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "out", "evaluate.json"))).RootElement;
        Assert.Equal("own-data", result.GetProperty("task").GetProperty("name").GetString());
        Assert.Equal(
            ["ekfac", "logra"],
            result.GetProperty("methods").EnumerateArray().Select(method => method.GetProperty("label").GetString()).Order()
        );
        var plan = Digest(await Of("plan", file, "--json"));
        var resolved = Path.Combine(_folder, "out", "pipeline.json");
        Assert.Equal(plan, Digest(await Of("plan", resolved, "--json")));

        // The evaluation is of the pipeline's own model and methods in the resolved file too.
        Assert.Equal(
            Digest(await Of("plan", file, "--json", "--set", "variables.rank=2", "--set", "training.epochs=1")),
            Digest(await Of("plan", resolved, "--json", "--set", "lock=", "--set", "methods.logra.rank=2", "--set", "training.epochs=1"))
        );
    }

    [Fact]
    public async Task Plan_ChangesNothing()
    {
        var plan = await Of("plan", Pipeline);
        Assert.True(plan.ExitCode == ExitCodes.Success, plan.Messages);
        Assert.Contains("shards are to be computed", plan.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Store));
        var diagram = await Of("plan", Pipeline, "--mermaid");
        Assert.StartsWith("flowchart TD\n    s0[\"train\"]\n", diagram.Output, StringComparison.Ordinal);
        var json = JsonDocument.Parse((await Of("plan", Pipeline, "--mermaid", "--json")).Output).RootElement;
        Assert.Equal(diagram.Output, json.GetProperty("mermaid").GetString());
    }

    [Fact]
    public async Task Processes_FindTheSameBits()
    {
        var settings = new[] { "--set", "threads=1" };
        await Of(["run", Pipeline, "--set", $"outputs.folder={Path.Combine(_folder, "one")}", .. settings]);
        var run = await CommandRun.Of([
            "run",
            Pipeline,
            "--store",
            Store + "-2",
            "--set",
            "engine.processes=2",
            "--set",
            $"outputs.folder={Path.Combine(_folder, "two")}",
            .. settings,
        ]);
        Assert.True(run.ExitCode == ExitCodes.Success, run.Messages);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_folder, "one"), "*.csv"))
        {
            Assert.Equal(
                await File.ReadAllTextAsync(file),
                await File.ReadAllTextAsync(Path.Combine(_folder, "two", Path.GetFileName(file)))
            );
        }

        // The resolved files differ in the place alone.
        var (one, two) = (Resolved("one"), Resolved("two"));
        Assert.Equal(2, two["engine"]!["processes"]!.GetValue<int>());
        Assert.EndsWith("store-2", two["store"]!.GetValue<string>(), StringComparison.Ordinal);
        foreach (var (file, folder) in new[] { (one, "one"), (two, "two") })
        {
            Assert.Equal(Path.Combine(_folder, folder), file["outputs"]!["folder"]!.GetValue<string>());
            file["outputs"]!["folder"] = file["store"] = file["engine"] = null;
        }

        Assert.True(JsonNode.DeepEquals(one, two));
        Assert.Equal(1, one["threads"]!.GetValue<int>());
        Assert.Equal(4, one["methods"]!["logra"]!["rank"]!.GetValue<int>());
        Assert.NotNull(one["methods"]!["ekfac"]!["batch-size"]);

        JsonNode Resolved(string folder) => JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, folder, "pipeline.json")))!;
    }

    [Fact]
    public async Task ThreadsOfThePlanningMachine_ArePartOfThePlan()
    {
        var alone = Digest(await Of("plan", Pipeline, "--json"));
        List<string?> given = [];
        for (var threads = 1; threads <= Environment.ProcessorCount; threads++)
        {
            given.Add(Digest(await Of("plan", Pipeline, "--json", "--set", $"threads={threads}")));
        }

        Assert.Single(given, digest => digest == alone);
        Assert.Equal(given.Count, given.Distinct().Count());

        static string? Digest(CommandRun plan) => JsonDocument.Parse(plan.Output).RootElement.GetProperty("digest").GetString();
    }

    [Fact]
    public async Task Matrix_SharesWhatItsCombinationsShare()
    {
        var plan = await Of(
            "plan",
            Write(await File.ReadAllTextAsync(Pipeline) + "\nmatrix: { methods.logra.damping: [0.1, 0.01] }\n"),
            "--json"
        );
        Assert.True(plan.ExitCode == ExitCodes.Success, plan.Messages);
        var names = Missing(plan);
        Assert.Single(names, name => name.StartsWith("logra/collect", StringComparison.Ordinal));
        Assert.Equal(
            ["logra/fit@damping=0.1", "logra/fit@damping=0.01"],
            names.Where(name => name.StartsWith("logra/fit", StringComparison.Ordinal))
        );
        Assert.Single(names, name => name.StartsWith("ekfac/fit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task StagesOfSomeCombinations_AreNamedByWhatTheyHaveInCommon()
    {
        var plan = await Of(
            "plan",
            Write(
                (await File.ReadAllTextAsync(Pipeline)).Replace("variables: { rank: 4 }", "", StringComparison.Ordinal)
                    + "\nmatrix: { methods.logra.rank: [2, 3], methods.logra.damping: [0.1, 0.01] }\n"
            ),
            "--json"
        );
        Assert.True(plan.ExitCode == ExitCodes.Success, plan.Messages);
        var names = Missing(plan);
        Assert.Equal(
            ["logra/collect@rank=2", "logra/collect@rank=3"],
            names.Where(name => name.Contains("/collect", StringComparison.Ordinal))
        );
        Assert.Equal(4, names.Count(name => name.StartsWith("logra/fit@rank=", StringComparison.Ordinal)));
        Assert.Contains("logra/fit@rank=3,damping=0.1", names);
        Assert.Contains("train", names);
    }

    [Fact]
    public async Task FilesOfAMatrix_LieBesideThoseOfThePlainPipeline()
    {
        var place = $"outputs.folder={Path.Combine(_folder, "out")}";
        await Of("run", Pipeline, "--set", place);
        var table = Path.Combine(_folder, "out", "logra-top-k.csv");
        var plain = await File.ReadAllTextAsync(table);
        var matrix = Write(await File.ReadAllTextAsync(Pipeline) + "\nmatrix: { methods.logra.damping: [10, 0.01] }\n");
        var run = await Of("run", matrix, "--set", place);
        Assert.True(run.ExitCode == ExitCodes.Success, run.Messages);
        Assert.Equal(plain, await File.ReadAllTextAsync(table));
        Assert.True(File.Exists(Path.Combine(_folder, "out", "logra-top-k-damping-10.csv")));
        var resolved = Path.Combine(_folder, "out", "pipeline-damping-10.json");
        var again = await Of("run", resolved, "--json");
        Assert.True(again.ExitCode == ExitCodes.Success, again.Messages);
        Assert.Equal(plain, await File.ReadAllTextAsync(table));
        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(_folder, "out", "logra-top-k-damping-10.csv")),
            await File.ReadAllTextAsync(Path.Combine(_folder, "out", "damping-10", "logra-top-k.csv"))
        );
        Assert.Contains("flowers-damping-10-logra", again.Output, StringComparison.Ordinal);
    }

    // As workers of one hub get them: the fit of one method is opened between two shards of another.
    [Fact]
    public async Task ShardsOfTwoMethods_InTurns_AreThoseOfARun()
    {
        await Of("run", Pipeline);
        using var store = ArtifactStores.Open(Path.Combine(_folder, "store"));
        var plan = RunFolder.Find(store, null).ReadPlan();
        ShardRecords records = new(store);
        using PipelineWork work = new(store, new StageJson(TaskTable.Tasks));
        foreach (var (stage, shard) in new[] { ("ekfac/score", 0), ("logra/suspects", 0), ("ekfac/score", 1), ("logra/score", 0) })
        {
            var result = work.Run(plan, plan.Get(stage), shard, records, CancellationToken.None);
            Assert.True(JsonNode.DeepEquals(records.Read(plan.Get(stage), shard)!.Result, result.Result), stage);
        }
    }

    [Fact]
    public async Task StatusAndLogs_SayWhatWasDone()
    {
        await Of("run", Pipeline);
        var status = JsonDocument.Parse((await Of("status", "--json")).Output).RootElement;
        Assert.Equal("complete", status.GetProperty("state").GetString());
        Assert.Equal(status.GetProperty("shards").GetInt64(), status.GetProperty("present").GetInt64());
        var logs = await Of("logs", "--stage", "ekfac/score", "--shard", "1");
        Assert.Contains("ekfac/score 1 on ", Assert.Single(logs.Output.Trim().Split('\n')), StringComparison.Ordinal);
        var cancel = await Of("cancel");
        Assert.Contains("is complete: there is nothing to stop", cancel.Output, StringComparison.Ordinal);
        var beyond = await Of("logs", "--stage", "logra/collect", "--shard", "99");
        Assert.Equal(ExitCodes.BadInput, beyond.ExitCode);
        Assert.Contains("there is none with number 99: give --shard 0", beyond.Messages, StringComparison.Ordinal);

        var unknown = await Of("logs", "--stage", "nowhere");
        Assert.Equal(ExitCodes.BadInput, unknown.ExitCode);
        Assert.Contains("The plan has no stage 'nowhere'. Its stages: train, queries, ", unknown.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gradients", false)]
    [InlineData("fit", true)]
    public async Task WhatIsRemovedOrCutOff_IsSaidToBeMissing_AndMadeAgain(string kind, bool isCutOff)
    {
        var settings = new[] { "--set", $"outputs.folder={Path.Combine(_folder, "out")}" };
        await Of(["run", Pipeline, .. settings]);
        var before = await File.ReadAllTextAsync(Path.Combine(_folder, "out", "logra-top-k.csv"));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Store, kind), "*.safetensors", SearchOption.AllDirectories).ToList())
        {
            await File.WriteAllBytesAsync(file, []);
            if (!isCutOff)
            {
                File.Delete(file);
            }
        }

        Assert.NotEmpty(Missing(await Of("plan", Pipeline, "--json")));
        Assert.Equal("unfinished", State(await Of("status", "--json")));
        var run = await Of(["run", Pipeline, .. settings]);
        Assert.True(run.ExitCode == ExitCodes.Success, run.Messages);
        Assert.Equal("complete", State(await Of("status", "--json")));
        Assert.Equal(before, await File.ReadAllTextAsync(Path.Combine(_folder, "out", "logra-top-k.csv")));
        Assert.Equal(ExitCodes.Success, (await Of("suspects", "--name", "flowers-logra")).ExitCode);
    }

    [Fact]
    public async Task ShardThatIsNone_CannotSucceed_AndOneWhoseStoreIsAway_MayTheNextTime()
    {
        await Of("run", Pipeline);
        var plan = Digest(await Of("plan", Pipeline, "--json"));
        string[][] wrong =
        [
            ["--stage", "nowhere", "--plan", plan],
            ["--stage", "train", "--shard", "1", "--plan", plan],
            ["--stage", "train", "--plan", "deadbeef"],
            ["--stage", "train", "--plan", ""],
        ];
        foreach (var arguments in wrong)
        {
            Assert.Equal(65, (await Of(["shard", .. arguments])).ExitCode);
        }

        using EnvironmentVariable endpoint = new("AZURE_STORAGE_SERVICE_ENDPOINT", "http://127.0.0.1:9/account");
        using EnvironmentVariable signature = new("AZURE_STORAGE_SAS_TOKEN", "sv=1&sig=x");
        Assert.Equal(
            75,
            (await CommandRun.Of(["shard", "--stage", "train", "--plan", plan, "--store", "az://account/container/a"])).ExitCode
        );
    }

    [Fact]
    public async Task DamagedRecords_AreComputedAgain()
    {
        await Of("run", Pipeline);
        foreach (
            var (i, file) in Directory.EnumerateFiles(Path.Combine(Store, "work"), "*.json", SearchOption.AllDirectories).Index().ToList()
        )
        {
            await File.WriteAllTextAsync(
                file,
                i % 3 == 0 ? "{bad"
                    : i % 3 == 1 ? ""
                    : await File.ReadAllTextAsync(file)
            );
        }

        Assert.Equal("unfinished", State(await Of("status", "--json")));
        var run = await Of("run", Pipeline);
        Assert.True(run.ExitCode == ExitCodes.Success, run.Messages);
        Assert.Equal("complete", State(await Of("status", "--json")));
    }

    [Fact]
    public async Task Status_SaysNothingOfAnEngineThatKeepsNothing()
    {
        await Of("run", Pipeline);
        foreach (var run in new[] { await Of("status"), await Of("cancel") })
        {
            Assert.Equal(ExitCodes.Success, run.ExitCode);
            Assert.DoesNotContain("engine", run.Output + run.Messages, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task RemovedFit_IsMadeAgain()
    {
        await Of("run", Pipeline);
        Assert.Equal(ExitCodes.Success, (await Of("store", "rm", "--kind", "fit")).ExitCode);
        var run = await Of("run", Pipeline);
        Assert.True(run.ExitCode == ExitCodes.Success, run.Messages);
        Assert.Equal(ExitCodes.Success, (await Of("suspects", "--name", "flowers-logra")).ExitCode);
    }

    [Fact]
    public async Task ChangedData_AreNotWhatWasPlanned()
    {
        await Of("run", Pipeline);
        using var store = ArtifactStores.Open(Store);
        var digest = RunFolder.Find(store, null).Digest;
        await File.AppendAllTextAsync(Path.Combine(_folder, "train.csv"), "more,1,2,red,rose\n");
        using (var removed = ArtifactStores.Open(Store))
        {
            foreach (var info in removed.List("work/").ToList())
            {
                removed.Delete(info.Name);
            }
        }

        var shard = await Of("shard", "--plan", digest, "--stage", "train");
        Assert.Equal(65, shard.ExitCode);
        Assert.Contains("train.csv' are not those that were planned with", shard.Output, StringComparison.Ordinal);
        var run = await Of("run", Pipeline);
        Assert.True(run.ExitCode == ExitCodes.Success, run.Messages);
        Assert.NotEqual(digest, RunFolder.Find(store, null).Digest);
    }

    public void Dispose() => TemporaryFolder.Remove(_folder);

    private string Store => Path.Combine(_folder, "store");

    private static string Digest(CommandRun plan) => JsonDocument.Parse(plan.Output).RootElement.GetProperty("digest").GetString()!;

    private static string State(CommandRun status) => JsonDocument.Parse(status.Output).RootElement.GetProperty("state").GetString()!;

    private static IReadOnlyList<string> Missing(CommandRun plan) =>
        [
            .. JsonDocument
                .Parse(plan.Output)
                .RootElement.GetProperty("stages")
                .EnumerateArray()
                .Where(stage => stage.GetProperty("present").GetInt32() < stage.GetProperty("shards").GetInt32())
                .Select(stage => stage.GetProperty("name").GetString()!),
        ];

    private string Write(string text)
    {
        var path = Path.Combine(_folder, "pipeline.yaml");
        File.WriteAllText(path, text);
        return path;
    }

    private Task<CommandRun> Of(params string[] arguments) => CommandRun.Of([.. arguments, "--store", Store]);
}
