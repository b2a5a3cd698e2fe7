using System.Text.Json;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Tests.Fit;

namespace DataWorth.Cli.Tests.Run;

/// <summary>Which shard the command computes, and what it says where none is meant.</summary>
public sealed class ShardCommandTests : IDisposable
{
    private const string Kubernetes = "JOB_COMPLETION_INDEX";
    private const string Slurm = "SLURM_ARRAY_TASK_ID";

    private readonly string _folder = Directory.CreateTempSubdirectory("dataworth-shard-").FullName;
    private readonly string _run;

    public ShardCommandTests()
    {
        FlowerFiles.Write(_folder, rows: 60);
        var file = Path.Combine(_folder, "flowers.yaml");
        File.WriteAllText(
            file,
            """
            data: { path: train.csv, label-column: kind }
            model: { kind: mlp, hidden: [4] }
            training: { epochs: 2 }
            methods: { ekfac: }
            outputs: { report: false }
            shards: 6
            """
        );
        var planned = CommandRun.Of(["render", file, "--store", Store, "--engine", "slurm", "--json"]).GetAwaiter().GetResult();
        _run = JsonDocument.Parse(planned.Output).RootElement.GetProperty("run").GetString()!;
    }

    private string Store => Path.Combine(_folder, "store");

    public void Dispose() => TemporaryFolder.Remove(_folder);

    [Theory]
    [InlineData(null, null, "Nothing says which of the 6 shards of stage 'ekfac/curvature-1' is meant: give --shard 0 to 5, or set")]
    [InlineData("", null, "JOB_COMPLETION_INDEX is '', expected the index of a shard from 0.")]
    [InlineData(null, "", "SLURM_ARRAY_TASK_ID is '', expected the index of a shard from 0.")]
    [InlineData("x", null, "JOB_COMPLETION_INDEX is 'x', expected the index of a shard from 0.")]
    [InlineData("-1", null, "JOB_COMPLETION_INDEX is '-1', expected the index of a shard from 0.")]
    [InlineData("1", "x", "SLURM_ARRAY_TASK_ID is 'x', expected the index of a shard from 0.")]
    [InlineData("1", "2", "JOB_COMPLETION_INDEX is 1 and SLURM_ARRAY_TASK_ID is 2, expected one index.")]
    public async Task StageOfSixShards_IsNotGuessedAt(string? kubernetes, string? slurm, string message)
    {
        using EnvironmentVariable first = new(Kubernetes, kubernetes);
        using EnvironmentVariable second = new(Slurm, slurm);
        var run = await Shard("--stage", "ekfac/curvature-1", "--json");
        Assert.Equal(65, run.ExitCode);
        Assert.Contains(message, run.Messages, StringComparison.Ordinal);
        var error = JsonDocument.Parse(run.Output).RootElement.GetProperty("error");
        Assert.StartsWith(message, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(65, error.GetProperty("exitCode").GetInt32());
    }

    [Fact]
    public async Task ListOfSeveral_IsNotGuessedAt_AndOneOfOneIs()
    {
        var several = await Shard("--stage", "train", "--shards", "0,5");
        Assert.Equal(65, several.ExitCode);
        Assert.Contains("which of the 2 shards", several.Messages, StringComparison.Ordinal);
        await Shard("--stage", "train");
        var one = await Shard("--stage", "ekfac/curvature-1", "--shards", "5", "--json");
        Assert.Equal(5, JsonDocument.Parse(one.Output).RootElement.GetProperty("shard").GetInt32());
    }

    [Fact]
    public async Task StageOfOneShard_NeedsNoIndex_AndTwoVariablesMayAgree()
    {
        var alone = await Shard("--stage", "train");
        Assert.True(alone.ExitCode == 0, alone.Messages);
        using EnvironmentVariable first = new(Kubernetes, "0");
        using EnvironmentVariable second = new(Slurm, "0");
        var run = await Shard("--stage", "train");
        Assert.True(run.ExitCode == 0, run.Messages);
    }

    [Theory]
    [InlineData("--shard", "-1")]
    [InlineData("--shard", "x")]
    [InlineData("--shard")]
    [InlineData("--nothing")]
    [InlineData("--shards", "x")]
    [InlineData("--log-file", "/proc/x/log.json")]
    public async Task WrongCommandLine_HasTheCodeOfAShardThatCannotSucceed(params string[] words)
    {
        var run = await Shard(["--stage", "train", "--json", .. words]);
        Assert.Equal(65, run.ExitCode);
        var error = JsonDocument.Parse(run.Output).RootElement.GetProperty("error");
        Assert.Equal(65, error.GetProperty("exitCode").GetInt32());
        Assert.Equal("wrong-input", error.GetProperty("kind").GetString());
    }

    [Fact]
    public async Task LineThatNamesNoShard_IsAnsweredWithItsCode_AndTheNextOneIsComputed()
    {
        using StringReader lines = new("nowhere\t0\ntrain\t7\n\ntrain\t0\n");
        var input = Console.In;
        Console.SetIn(lines);
        CommandRun run;
        try
        {
            run = await Shard("--serve");
        }
        finally
        {
            Console.SetIn(input);
        }

        Assert.True(run.ExitCode == ExitCodes.Success, run.Messages);
        var answers = run.Output.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal([65, 65, 65, 0], answers.Select(answer => answer.GetProperty("exit").GetInt32()));
        Assert.StartsWith("The plan has no stage 'nowhere'.", answers[0].GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("Stage 'train' has no shard 7", answers[1].GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("'' names no shard", answers[2].GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "The name of the run is empty")]
    [InlineData(" ", "The name of the run is empty")]
    [InlineData("dw-", "'dw-' names no run, expected at least 4 letters of its digest")]
    [InlineData("abc", "'abc' names no run, expected at least 4 letters of its digest")]
    public async Task NameThatTellsNoRunFromOthers_TakesNone(string name, string message)
    {
        foreach (var command in (string[])["status", "logs", "cancel"])
        {
            var run = await CommandRun.Of([command, name, "--store", Store]);
            Assert.Equal(ExitCodes.BadInput, run.ExitCode);
            Assert.Contains(message, run.Messages, StringComparison.Ordinal);
        }

        var found = await CommandRun.Of(["status", _run[..7], "--store", Store]);
        Assert.True(found.ExitCode == ExitCodes.Success, found.Messages);
    }

    private Task<CommandRun> Shard(params string[] words) => CommandRun.Of(["shard", "--plan", _run, "--store", Store, .. words]);
}
