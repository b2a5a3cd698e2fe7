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
    public async Task ShardsVerifyMergeAndRun_ShareOneBank()
    {
        var first = await CommandRun.Of(["evaluate", "retrain", Evaluation, "--store", Store("a"), "--shard", "0/2", "--json"]);
        var second = await CommandRun.Of(["evaluate", "retrain", Evaluation, "--store", Store("b"), "--shard", "1/2", "--json"]);
        Assert.Equal((ExitCodes.Success, ExitCodes.Success), (first.ExitCode, second.ExitCode));
        Assert.Equal(6, JsonDocument.Parse(first.Output).RootElement.GetProperty("trained").GetInt32());

        var merge = await CommandRun.Of(["evaluate", "merge", Evaluation, "--store", Store("b"), "--into", Store("a")]);
        Assert.StartsWith("6 retrainings of task glyphs-mlp copied to ", merge.Output, StringComparison.Ordinal);

        var verify = await CommandRun.Of(["evaluate", "verify", Evaluation, "--store", Store("a"), "--json"]);
        Assert.Equal(13, Whole(verify));

        var run = await CommandRun.Of(["evaluate", "run", Evaluation, "--store", Store("a"), "--out", _folder, "--json"]);
        Assert.Equal(ExitCodes.Success, run.ExitCode);
        var result = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(0, result.GetProperty("run").GetProperty("retrained").GetInt32());
        Assert.Equal("gradient-dot", result.GetProperty("methods")[0].GetProperty("label").GetString());
        Assert.All(new[] { "json", "csv", "md" }, extension => Assert.True(File.Exists(Path.Combine(_folder, "small." + extension))));
    }

    [Fact]
    public async Task KilledProcess_LosesTheTrainingsInFlight_AndNothingElse()
    {
        const int Workers = 2;
        var entries = Path.Combine(_folder, "killed", "retrainings");
        string[] command = ["evaluate", "retrain", Evaluation, "--store", Store("killed"), "--workers", $"{Workers}"];
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
        Assert.Equal(13 - kept, JsonDocument.Parse(rest.Output).RootElement.GetProperty("trained").GetInt32());
        Assert.Equal(13, Whole(await CommandRun.Of(["evaluate", "verify", Evaluation, "--store", Store("killed"), "--json"])));
    }

    [Fact]
    public async Task BadShard_IsRefused()
    {
        var run = await CommandRun.Of(["evaluate", "retrain", Evaluation, "--store", Store("a"), "--shard", "2/2"]);
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains("The shard is '2/2', expected i/n with i from 0 to n - 1, such as 0/4.", run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_GivesTheExitCodeOfCancellation()
    {
        using CancellationTokenSource stopped = new();
        stopped.Cancel();
        var run = await CommandRun.Of(["evaluate", "retrain", Evaluation, "--store", Store("a")], stopped.Token);
        Assert.Equal(ExitCodes.Cancelled, run.ExitCode);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static int Entries(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*-*.safetensors", SearchOption.AllDirectories).Count() : 0;

    private static int Whole(CommandRun verify) => JsonDocument.Parse(verify.Output).RootElement.GetProperty("whole").GetInt32();

    private string Store(string name) => "file:" + Path.Combine(_folder, name);
}
