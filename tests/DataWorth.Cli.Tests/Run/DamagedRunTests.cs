using System.Text.Json;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Tests.Fit;

namespace DataWorth.Cli.Tests.Run;

/// <summary>What a store keeps of a run beside its results is damaged: no result rests on it, and nothing is stopped by it.</summary>
public sealed class DamagedRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataworth-damaged-run-").FullName;
    private readonly string _file;

    public DamagedRunTests()
    {
        FlowerFiles.Write(_folder, rows: 60);
        _file = Path.Combine(_folder, "flowers.yaml");
        File.WriteAllText(
            _file,
            $$"""
            data: { path: train.csv, label-column: kind }
            model: { kind: mlp, hidden: [4] }
            training: { epochs: 2 }
            methods: { gradient-dot: {} }
            outputs: { folder: {{Path.Combine(_folder, "out")}}, report: false }
            shards: 2
            """
        );
    }

    private string Store => Path.Combine(_folder, "store");

    public void Dispose() => TemporaryFolder.Remove(_folder);

    [Theory]
    [InlineData("attempts", "")]
    [InlineData("attempts", "{bad")]
    [InlineData("engines", "{bad")]
    public async Task DamagedRecord_IsLeftOut_WithOneWarning(string kind, string bytes)
    {
        await Of("run", _file);
        var records = Directory.GetFiles(Path.Combine(Store, "runs"), "*.json", SearchOption.AllDirectories);
        foreach (var record in records.Where(path => path.Contains($"/{kind}/", StringComparison.Ordinal)).Take(2))
        {
            await File.WriteAllTextAsync(record, bytes);
        }

        File.Delete(Path.Combine(_folder, "out", "run.json"));
        var run = await Of("run", _file);
        Assert.True(run.ExitCode == ExitCodes.Success, run.Messages);
        Assert.True(File.Exists(Path.Combine(_folder, "out", "run.json")));
        AssertWarns(run);
        if (kind == "attempts")
        {
            var logs = await Of("logs", "--json");
            Assert.True(logs.ExitCode == ExitCodes.Success, logs.Messages);
            Assert.NotEmpty(JsonDocument.Parse(logs.Output).RootElement.GetProperty("attempts").EnumerateArray());
            AssertWarns(logs);
        }

        foreach (var command in (string[])["status", "cancel", "plan"])
        {
            var other = await Of([command, .. command == "plan" ? [_file] : Array.Empty<string>()]);
            Assert.True(other.ExitCode == ExitCodes.Success, other.Messages);
        }

        Assert.Equal(ExitCodes.Success, (await Of("store", "repair")).ExitCode);
        Assert.DoesNotContain("warning", (await Of("logs")).Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{bad")]
    public async Task DamagedPlan_IsWrittenAnew_ByTheRunOfTheSameFile(string bytes)
    {
        await Of("run", _file);
        var plan = Assert.Single(Directory.GetFiles(Store, "plan.json", SearchOption.AllDirectories));
        var before = await File.ReadAllBytesAsync(plan);
        await File.WriteAllTextAsync(plan, bytes);
        Assert.Equal(ExitCodes.Failure, (await Of("status")).ExitCode);
        Assert.Equal(ExitCodes.Success, (await Of("plan", _file)).ExitCode);
        var run = await Of("run", _file);
        Assert.True(run.ExitCode == ExitCodes.Success, run.Messages);
        Assert.Equal(before, await File.ReadAllBytesAsync(plan));
        Assert.Equal(ExitCodes.Success, (await Of("status")).ExitCode);
        Assert.Equal(ExitCodes.Success, (await Of("logs")).ExitCode);
    }

    [Theory]
    [InlineData("curvature/*/statistics.safetensors", true, null)]
    [InlineData("curvature/*/statistics.safetensors", false, null)]
    [InlineData("gradients/*/rows-000000.safetensors", true, null)]
    [InlineData("gradients/*/rows-000000.safetensors", false, "It was removed from the store. Run the pipeline again")]
    [InlineData("model/*/model.safetensors", false, "It was removed from the store. Run the pipeline again")]
    public async Task DamagedArtifact_IsMadeAgain_ForAnotherDampingToo(string pattern, bool isCut, string? refusal)
    {
        var file = Path.Combine(_folder, "logra.yaml");
        await File.WriteAllTextAsync(
            file,
            (await File.ReadAllTextAsync(_file)).Replace("gradient-dot: {}", "logra: { rank: 4, damping: 0.1 }", StringComparison.Ordinal)
                + "\nqueries: { path: test.csv, label-column: kind }"
        );
        string[] other = ["run", file, "--set", "methods.logra.damping=0.01"];
        Assert.Equal(ExitCodes.Success, (await Of(other)).ExitCode);
        var table = Path.Combine(_folder, "out", "logra-top-k.csv");
        var expected = await File.ReadAllTextAsync(table);
        Directory.Delete(Store, recursive: true);
        Assert.Equal(ExitCodes.Success, (await Of("run", file)).ExitCode);

        var parts = pattern.Split('*');
        var damaged = Assert.Single(Directory.GetFiles(Path.Combine(Store, parts[0]), "*", SearchOption.AllDirectories), path =>
            path.EndsWith(parts[1], StringComparison.Ordinal)
        );
        using (var stream = File.Open(damaged, FileMode.Open))
        {
            stream.SetLength(isCut ? stream.Length - 1 : stream.Length);
            stream.Seek(-20, SeekOrigin.End);
            stream.Write([0xff, 0xff]);
        }

        var run = await Of(other);
        if (refusal is not null)
        {
            Assert.Equal(ExitCodes.Failure, run.ExitCode);
            Assert.Contains(refusal, run.Messages, StringComparison.Ordinal);
            run = await Of(other);
        }

        Assert.True(run.ExitCode == ExitCodes.Success, run.Messages);
        Assert.Equal(expected, await File.ReadAllTextAsync(table));
    }

    /// <summary>A folder in the place of the unfinished file stands for a disk without room.</summary>
    [Fact]
    public async Task FileThatCannotBeWritten_IsTheOldOne_AndTheLastLineNamesIt()
    {
        await Of("run", _file);
        var manifest = Path.Combine(_folder, "out", "run.json");
        var before = await File.ReadAllTextAsync(manifest);
        Directory.CreateDirectory(manifest + ".part");
        var run = await Of("run", _file);
        Assert.Equal(ExitCodes.Failure, run.ExitCode);
        Assert.Equal(before, await File.ReadAllTextAsync(manifest));
        Assert.DoesNotContain("is complete", run.Output, StringComparison.Ordinal);
        var last = run.Messages.TrimEnd().Split('\n')[^1];
        Assert.Contains("1 of 3 files could not be written to", last, StringComparison.Ordinal);
        Assert.Contains("missing: run.json.", last, StringComparison.Ordinal);
        var json = JsonDocument.Parse((await Of("run", _file, "--json")).Output).RootElement;
        Assert.Equal([manifest], json.GetProperty("missing").EnumerateArray().Select(path => path.GetString()));
    }

    [Fact]
    public async Task MemoryThatNoShardFitsIn_IsSaid()
    {
        var run = await Of("run", _file, "--set", "engine.memory-bytes=1");
        Assert.True(run.ExitCode == ExitCodes.Success, run.Messages);
        Assert.Contains("of memory, more than the 1 of 'engine.memory-bytes'", run.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model", "methods.gradient-dot.score=cosine")]
    [InlineData("fit", "outputs.suspects=7")]
    [InlineData("probe", "outputs.suspects=7")]
    public async Task ArtifactWithoutItsManifest_IsMadeAgain(string kind, string setting)
    {
        await Of("run", _file);
        foreach (var manifest in Directory.GetFiles(Path.Combine(Store, kind), "manifest.json", SearchOption.AllDirectories))
        {
            File.Delete(manifest);
        }

        var status = JsonDocument.Parse((await Of("status", "--json")).Output).RootElement;
        Assert.Equal("unfinished", status.GetProperty("state").GetString());
        var run = await Of("run", _file, "--set", setting);
        Assert.True(run.ExitCode == ExitCodes.Success, run.Messages);
    }

    private static void AssertWarns(CommandRun run)
    {
        var warning = Assert.Single(run.Messages.Split('\n'), line => line.StartsWith("warning:", StringComparison.Ordinal));
        Assert.Contains("dataworth store repair --store", warning, StringComparison.Ordinal);
    }

    private Task<CommandRun> Of(params string[] words) => CommandRun.Of([.. words, "--store", Store]);
}
