using System.Text;
using System.Text.Json;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Tests.Fit;

namespace DataWorth.Cli.Tests.Run;

/// <summary>What a run tells those who operate it, and what it tells nobody.</summary>
public sealed class OperationTests : IDisposable
{
    private const string Key = "c2VjcmV0LWtleS1vZi1hbi1hY2NvdW50LTEyMzQ1Ng==";
    private const string Signature = "Zm9yZ2VkJTJCc2lnbmF0dXJl%3D";
    private const string HeaderValue = "hunter2-hunter2";
    private const string Password = "pa55-in-an@address";

    private readonly string _folder = Directory.CreateTempSubdirectory("dataworth-operation-").FullName;
    private readonly string _file;

    public OperationTests()
    {
        FlowerFiles.Write(_folder, rows: 60);
        _file = Path.Combine(_folder, "flowers.yaml");
        File.WriteAllText(
            _file,
            $$"""
            data: { path: train.csv, label-column: kind, id-column: id }
            model: { kind: mlp, hidden: [4] }
            training: { epochs: 2 }
            methods: { gradient-dot: {} }
            queries: { path: test.csv, label-column: kind, id-column: id }
            outputs: { folder: out, report: false }
            shards: 2
            """
        );
    }

    private string Store => Path.Combine(_folder, "store");

    public void Dispose() => TemporaryFolder.Remove(_folder);

    [Fact]
    public async Task Collector_GetsTheSpansAndMetricsOfARun_AlsoThoseOfItsProcesses()
    {
        using OtlpReceiver receiver = new();
        using EnvironmentVariable endpoint = new(TelemetryExport.EndpointVariable, receiver.Endpoint);
        using EnvironmentVariable parent = new("TRACEPARENT", null);
        var run = await CommandRun.Of(["run", _file, "--store", Store, "--set", "engine.processes=1", "--json"]);
        Assert.True(run.ExitCode == ExitCodes.Success, run.Messages);
        var result = JsonDocument.Parse(run.Output).RootElement;
        var digest = result.GetProperty("digest").GetString()!;
        var plan = await CommandRun.Of(["status", "--store", Store, "--json"]);
        var stages = JsonDocument.Parse(plan.Output).RootElement.GetProperty("stages").EnumerateArray().ToList();

        var spans = receiver.Spans();
        var whole = Assert.Single(spans, span => span.Name == "run");
        Assert.Equal(result.GetProperty("run").GetString(), whole.Tags["dataworth.run"]);
        Assert.All(spans, span => Assert.Equal(digest[..32], span.Trace));
        var shards = spans.Where(span => span.Name == "shard").ToList();
        Assert.Equal(
            stages.Sum(stage => stage.GetProperty("shards").GetInt32()),
            shards.DistinctBy(span => span.Tags["dataworth.attempt"]).Count()
        );
        Assert.All(shards, span => Assert.Equal(whole.Id, span.Parent));
        Assert.All(shards, span => Assert.Equal("done", span.Tags["dataworth.exit"]));
        Assert.Equal(
            stages.Select(stage => stage.GetProperty("name").GetString()).Order(),
            shards.Select(span => span.Tags["dataworth.stage"]).Distinct().Order()
        );
        Assert.Equal(["dataworth.shard.duration", "dataworth.shard.peak_memory", "dataworth.shards"], receiver.Metrics().Order());
    }

    [Fact]
    public async Task AddressThatIsNone_IsRefused()
    {
        using EnvironmentVariable endpoint = new(TelemetryExport.EndpointVariable, "localhost");
        var run = await CommandRun.Of(["version"]);
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains(
            "OTEL_EXPORTER_OTLP_ENDPOINT is not an address. Expected something like http://localhost:4318, or nothing.",
            run.Messages,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task EventsOfAShard_SayWhichItIs()
    {
        var log = Path.Combine(_folder, "log.json");
        var planned = await CommandRun.Of(["render", _file, "--store", Store, "--engine", "slurm", "--json"]);
        Assert.True(planned.ExitCode == ExitCodes.Success, planned.Messages);
        var run = JsonDocument.Parse(planned.Output).RootElement.GetProperty("run").GetString()!;
        var first = await CommandRun.Of(["shard", "--plan", run, "--stage", "train", "--store", Store, "--log-file", log]);
        Assert.True(first.ExitCode == 0, first.Messages);
        var events = (await File.ReadAllLinesAsync(log))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Select(line => (Message: line.GetProperty("RenderedMessage").GetString()!, Properties: line.GetProperty("Properties")))
            .Where(line => line.Message.StartsWith("train", StringComparison.Ordinal))
            .ToList();
        Assert.Equal(2, events.Count);
        Assert.EndsWith("begins", events[0].Message, StringComparison.Ordinal);
        Assert.All(events, line => Assert.Equal(run, line.Properties.GetProperty("Run").GetString()));
        Assert.All(events, line => Assert.Equal("train", line.Properties.GetProperty("Stage").GetString()));
        Assert.All(events, line => Assert.Equal(0, line.Properties.GetProperty("Shard").GetInt32()));

        // The attempt is the one that the store keeps.
        var attempt = events[0].Properties.GetProperty("Attempt").GetString();
        Assert.Single(Directory.GetFiles(Store, $"*-{attempt}.json", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task PlaceInAList_IsTheShardThatIsThere()
    {
        var planned = await CommandRun.Of(["render", _file, "--store", Store, "--engine", "slurm", "--json"]);
        using EnvironmentVariable index = new("JOB_COMPLETION_INDEX", "1");
        var run = await CommandRun.Of([
            "shard",
            "--plan",
            JsonDocument.Parse(planned.Output).RootElement.GetProperty("run").GetString()!,
            "--stage",
            "train",
            "--shards",
            "5,0",
            "--store",
            Store,
            "--json",
        ]);
        Assert.True(run.ExitCode == 0, run.Messages);
        Assert.Equal(0, JsonDocument.Parse(run.Output).RootElement.GetProperty("shard").GetInt32());
    }

    [Fact]
    public async Task Render_PrintsWhatWouldBeSubmitted_AndRefusesWhereNothingIs()
    {
        var slurm = await CommandRun.Of(["render", _file, "--store", Store, "--engine", "slurm"]);
        Assert.StartsWith("#!/bin/bash\nset -eu\n", slurm.Output, StringComparison.Ordinal);
        Assert.Contains("--dependency=afterok:${job0_0}", slurm.Output, StringComparison.Ordinal);
        var jobs = await CommandRun.Of(["render", _file, "--store", Store, "--engine", "kubernetes"]);
        Assert.StartsWith("apiVersion: batch/v1\nkind: Job\n", jobs.Output, StringComparison.Ordinal);
        var local = await CommandRun.Of(["render", _file, "--store", Store]);
        Assert.Equal(ExitCodes.BadInput, local.ExitCode);
        Assert.Contains(
            "The engine 'local' submits nothing that could be printed. Give --engine slurm or kubernetes.",
            local.Messages,
            StringComparison.Ordinal
        );
    }

    /// <summary>Credentials in the environment, and in every text that a person can put them into by mistake: all that leaves the program is
    /// read, byte for byte.</summary>
    [Fact]
    public async Task NoSink_HoldsASecret()
    {
        using OtlpReceiver receiver = new();
        using EnvironmentVariable endpoint = new(TelemetryExport.EndpointVariable, receiver.Endpoint);
        using EnvironmentVariable headers = new("OTEL_EXPORTER_OTLP_HEADERS", $"authorization={HeaderValue}");
        using EnvironmentVariable connection = new(
            "AZURE_STORAGE_CONNECTION_STRING",
            $"DefaultEndpointsProtocol=http;AccountName=account;AccountKey={Key};BlobEndpoint=http://127.0.0.1:9/account"
        );
        using EnvironmentVariable token = new("AZURE_STORAGE_SAS_TOKEN", $"sv=2024-01-01&sig={Signature}");
        StringBuilder said = new();
        var log = Path.Combine(_folder, "log.json");

        // A run that succeeds, and one whose shard fails with a message that has the secrets in it.
        await Say("run", _file, "--store", Store);
        var file = await File.ReadAllTextAsync(_file);
        var poisoned = Path.Combine(_folder, "poisoned.yaml");
        await File.WriteAllTextAsync(poisoned, file.Replace("epochs: 2", "epochs: 3", StringComparison.Ordinal));
        var planned = await Say("render", poisoned, "--store", Store, "--engine", "kubernetes", "--json");
        var run = JsonDocument.Parse(planned.Output).RootElement.GetProperty("run").GetString()!;
        var damaged = new ThrowingWork($"GET http://host/?sig={Signature} with {Key}, AccountKey={Key}: {HeaderValue}");
        damaged.Fail(Store, run);
        await Say("status", run, "--store", Store, "--json");
        await Say("logs", run, "--store", Store);

        // Stores that cannot be reached, and addresses with a signature.
        await Say("status", "--store", "az://account/container");
        await Say("run", _file, "--store", $"az://account/container?sig={Signature}");
        await Say("run", $"{_file}?sig={Signature}", "--store", Store, "--verbose");
        await Say("shard", "--plan", $"sig={Signature}", "--store", Store, "--verbose", "--json");

        // A password in the address of what is no address, also where its slashes became those of a path.
        foreach (var slashes in (string[])["://", ":/"])
        {
            var address = $"https{slashes}user:{Password}@host/x";
            await Say("run", address, "--store", Store, "--verbose");
            await Say("run", _file, "--store", address, "--verbose");
            await Say("run", _file, "--store", Store, "--set", $"data.path={address}", "--verbose");
            await Say("run", _file, "--store", Store, "--set", $"outputs.folder={_folder}/{address}", "--verbose");
            await Say("fit", "--data", address, "--method", "ekfac", "--store", Store, "--verbose", "--json");
            await Say("status", address, "--store", Store);
            await Say("shard", "--plan", address, "--stage", address, "--store", Store);
            await Say("version", address, "--json");
        }

        foreach (var path in Directory.GetFiles(_folder, "*", SearchOption.AllDirectories))
        {
            said.Append(Encoding.Latin1.GetString(await File.ReadAllBytesAsync(path)));
        }

        var all = said + receiver.Text;
        Assert.Contains("dataworth.run", all, StringComparison.Ordinal);
        Assert.Contains("GET http://host/?sig=***", all, StringComparison.Ordinal);
        foreach (var secret in (string[])[Key, Signature, Uri.UnescapeDataString(Signature), HeaderValue, Password])
        {
            var at = all.IndexOf(secret, StringComparison.Ordinal);
            Assert.True(at < 0, at < 0 ? "" : "a secret after: " + all[Math.Max(0, at - 300)..at]);
        }

        async Task<CommandRun> Say(params string[] arguments)
        {
            var run = await CommandRun.Of([.. arguments, "--log-file", log]);
            said.Append(run.Output).Append(run.Messages);
            return run;
        }
    }
}
