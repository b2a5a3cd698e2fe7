using System.Text.Json;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Tests.Fit;

namespace DataWorth.Cli.Tests.Run;

/// <summary>Imagined workers at the edges of what can be imagined.</summary>
public sealed class SimulationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataworth-simulation-").FullName;
    private readonly string _file;

    public SimulationTests()
    {
        FlowerFiles.Write(_folder, rows: 60);
        _file = Path.Combine(_folder, "flowers.yaml");
        File.WriteAllText(
            _file,
            """
            data: { path: train.csv, label-column: kind }
            model: { kind: mlp, hidden: [4] }
            training: { epochs: 2 }
            methods: { logra: { rank: 2 } }
            outputs: { report: false }
            shards: 2
            """
        );
    }

    public void Dispose() => TemporaryFolder.Remove(_folder);

    [Theory]
    [InlineData("--simulate flops=1e-320", "The run would take endless seconds with --simulate flops=1e-320, expected at most 1e+9.")]
    [InlineData("--simulate workers=4 --simulate flops=1e-30", "seconds with --simulate flops=1e-30, expected at most 1e+9.")]
    [InlineData("--simulate flops=1e9 --simulate bandwidth=1e-9", "seconds with --simulate bandwidth=1e-9, expected")]
    [InlineData(
        "--simulate flops=1e-30 --simulate bandwidth=1e-9",
        "seconds with --simulate flops=1e-30 and --simulate bandwidth=1e-9, expected"
    )]
    [InlineData("--simulate flops=NaN", "--simulate flops:")]
    [InlineData("--simulate flops=-1", "--simulate flops:")]
    [InlineData("--simulate price=2,5", "--simulate price:")]
    [InlineData("--simulate workers", "--simulate is 'workers', expected NAME=VALUE, such as workers=64")]
    [InlineData("--simulate workers=1 --simulate workers=2", "--simulate gives 'workers' twice.")]
    [InlineData("--simulate wrkers=1", "--simulate wrkers:")]
    public async Task WorkersThatCannotBe_AreRefused_ByTheirValue(string words, string message)
    {
        var run = await Plan(words);
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains(message, run.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("--set", run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Zero_IsNotGiven()
    {
        var without = await Plan("--simulate flops=1e9 --json");
        var zero = await Plan("--simulate flops=1e9 --simulate bandwidth=0 --json");
        Assert.True(zero.ExitCode == ExitCodes.Success, zero.Messages);
        Assert.Equal(Seconds(without), Seconds(zero));
        var unknown = await Plan("--simulate flops=0");
        Assert.Contains("was ever run in this store", unknown.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--hub 1", "--hub: ")]
    [InlineData("--set hub=1", "--set hub: ")]
    [InlineData("--set poll-seconds=x", "--set poll-seconds: ")]
    [InlineData("--set poll-seconds", "--set is 'poll-seconds', expected NAME=VALUE, such as visibility-seconds=300.")]
    public async Task Worker_NamesTheOptionThatIsWrong(string words, string message)
    {
        var run = await CommandRun.Of(["worker", .. words.Split(' '), "--store", Path.Combine(_folder, "store")]);
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains("dataworth: " + message, run.Messages, StringComparison.Ordinal);
    }

    private static double Seconds(CommandRun run) =>
        JsonDocument.Parse(run.Output).RootElement.GetProperty("simulation").GetProperty("seconds").GetDouble();

    private Task<CommandRun> Plan(string words) =>
        CommandRun.Of(["plan", _file, "--store", Path.Combine(_folder, "store"), .. words.Split(' ')]);
}
