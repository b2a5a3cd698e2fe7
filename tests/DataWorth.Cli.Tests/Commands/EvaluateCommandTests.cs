using System.Text.Json;
using DataWorth.Cli.Hosting;
using DataWorth.Tests.Shared.Processes;

namespace DataWorth.Cli.Tests.Commands;

public sealed class EvaluateCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataworth-evaluate").FullName;

    private string Evaluation
    {
        get
        {
            var path = Path.Combine(_folder, "small.yaml");
            File.WriteAllText(
                path,
                """
                name: small
                task: { kind: glyphs-mlp, train-count: 60, query-count: 8, network: { widths: [784, 8, 10] }, training: { epochs: 3 } }
                model-seeds: [0]
                subsets: { count: 6, retrainings: 2 }
                methods: [{ method: gradient-dot }]
                """
            );
            return path;
        }
    }

    [Fact]
    public async Task RunVerifyAndMerge_ShareOneBank()
    {
        var first = await CommandRun.Of(["run", Evaluation, "--store", Store("a"), "--set", "shards=2", "--json"]);
        Assert.True(first.ExitCode == ExitCodes.Success, first.Messages);
        var merge = await CommandRun.Of(["evaluate", "merge", Evaluation, "--store", Store("a"), "--into", Store("b")]);
        Assert.StartsWith("13 retrainings of task glyphs-mlp copied to ", merge.Output, StringComparison.Ordinal);

        var verify = await CommandRun.Of(["evaluate", "verify", Evaluation, "--store", Store("b"), "--json"]);
        Assert.Equal(13, Whole(verify));

        var run = await CommandRun.Of(["evaluate", "run", Evaluation, "--store", Store("b"), "--out", _folder, "--json"]);
        Assert.Equal(ExitCodes.Success, run.ExitCode);
        var result = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(0, result.GetProperty("run").GetProperty("retrained").GetInt32());
        Assert.Equal("gradient-dot", result.GetProperty("methods")[0].GetProperty("label").GetString());
        Assert.All(new[] { "json", "csv", "md" }, extension => Assert.True(File.Exists(Path.Combine(_folder, "small." + extension))));
    }

    [Fact]
    public async Task StoreCommands_SeeRetrainings_AndAFlippedByteInThoseOfAChecksTaskIsFoundAndRepaired()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "checks.yaml"),
            (await File.ReadAllTextAsync(Evaluation)).Replace("methods: [{ method: gradient-dot }]", "", StringComparison.Ordinal)
                + "methods: [{ method: gradient-dot }]\nchecks: { duplicates: 4, flipped-share: 0.1, methods: [gradient-dot] }\n"
        );
        string[] evaluation = [Path.Combine(_folder, "checks.yaml"), "--store", Store("checks")];
        var run = await CommandRun.Of(["evaluate", "run", .. evaluation, "--out", _folder]);
        Assert.True(run.ExitCode == ExitCodes.Success, run.Messages);
        Assert.Equal(15, Whole(await CommandRun.Of(["evaluate", "verify", .. evaluation, "--json"])));

        var list = await CommandRun.Of(["store", "ls", "--kind", "retrainings", "--store", Store("checks"), "--json"]);
        var tasks = JsonDocument.Parse(list.Output).RootElement.GetProperty("artifacts").EnumerateArray().ToList();
        Assert.Equal([1, 1, 13], tasks.Select(task => task.GetProperty("rows").GetInt32()).Order());
        var usage = await CommandRun.Of(["store", "du", "--store", Store("checks")]);
        Assert.Contains("retrainings (3)", usage.Output, StringComparison.Ordinal);

        var small = tasks.First(task => task.GetProperty("rows").GetInt32() == 1).GetProperty("artifact").GetString()!;
        var entry = Directory.EnumerateFiles(Path.Combine(_folder, "checks", small), "*.safetensors", SearchOption.AllDirectories).Single();
        var bytes = await File.ReadAllBytesAsync(entry);
        bytes[^9] ^= 1;
        await File.WriteAllBytesAsync(entry, bytes);
        var listed = await CommandRun.Of(["store", "ls", "--kind", "retrainings", "--store", Store("checks"), "--json"]);
        var damaged = JsonDocument
            .Parse(listed.Output)
            .RootElement.GetProperty("artifacts")
            .EnumerateArray()
            .Single(task => task.GetProperty("artifact").GetString() == small);
        Assert.Equal(("damaged", 0), (damaged.GetProperty("state").GetString(), damaged.GetProperty("rows").GetInt32()));
        var verify = await CommandRun.Of(["evaluate", "verify", .. evaluation]);
        Assert.Equal(ExitCodes.Failure, verify.ExitCode);
        Assert.Contains("14 retrainings of task glyphs-mlp", verify.Output, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(entry), verify.Output, StringComparison.Ordinal);
        var verified = await CommandRun.Of(["store", "verify", "--store", Store("checks")]);
        Assert.Equal(ExitCodes.Failure, verified.ExitCode);
        Assert.Contains(Path.GetFileName(entry), verified.Output, StringComparison.Ordinal);

        var repaired = await CommandRun.Of(["store", "repair", "--store", Store("checks")]);
        Assert.Contains("1 object removed", repaired.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(entry));
        Assert.Equal(14, Whole(await CommandRun.Of(["evaluate", "verify", .. evaluation, "--json"])));
        var copy = await CommandRun.Of(["store", "copy", Store("copy"), "--store", Store("checks")]);
        Assert.True(copy.ExitCode == ExitCodes.Success, copy.Messages);
        Assert.Equal(14, Whole(await CommandRun.Of(["evaluate", "verify", evaluation[0], "--store", Store("copy"), "--json"])));
    }

    [Fact]
    public async Task KilledProcess_LosesTheTrainingsInFlight_AndNothingElse()
    {
        var entries = Path.Combine(_folder, "killed", "retrainings");
        string[] command = ["run", Evaluation, "--store", Store("killed"), "--set", "shards=3"];
        using (var process = ProcessRun.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "DataWorth.Cli.dll"), .. command]))
        {
            var limit = DateTime.UtcNow.AddMinutes(1);
            while (Entries(entries) < 4 && !process.HasExited && DateTime.UtcNow < limit)
            {
                await Task.Delay(5);
            }

            process.Kill();
            await process.WaitForExitAsync();
        }

        var kept = Entries(entries);
        Assert.InRange(kept, 4, 13);
        var verify = await CommandRun.Of(["evaluate", "verify", Evaluation, "--store", Store("killed"), "--json"]);
        Assert.Equal((kept, 0), (Whole(verify), JsonDocument.Parse(verify.Output).RootElement.GetProperty("faults").GetArrayLength()));
        var rest = await CommandRun.Of([.. command, "--json"]);
        Assert.True(rest.ExitCode == ExitCodes.Success, rest.Messages);
        Assert.Equal(13, Whole(await CommandRun.Of(["evaluate", "verify", Evaluation, "--store", Store("killed"), "--json"])));
    }

    [Fact]
    public async Task Stopping_GivesTheExitCodeOfCancellation()
    {
        using CancellationTokenSource stopped = new();
        stopped.Cancel();
        var run = await CommandRun.Of(["run", Evaluation, "--store", Store("a")], stopped.Token);
        Assert.Equal(ExitCodes.Cancelled, run.ExitCode);
    }

    public void Dispose() => TemporaryFolder.Remove(_folder);

    private static int Entries(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*-*.safetensors", SearchOption.AllDirectories).Count() : 0;

    private static int Whole(CommandRun verify) => JsonDocument.Parse(verify.Output).RootElement.GetProperty("whole").GetInt32();

    private string Store(string name) => "file:" + Path.Combine(_folder, name);
}
