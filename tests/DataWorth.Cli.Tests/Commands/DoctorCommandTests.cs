using System.Text.Json;

namespace DataWorth.Cli.Tests.Commands;

public sealed class DoctorCommandTests
{
    [Fact]
    public async Task Doctor_NamesLibtorchItsFileAndThreads()
    {
        var run = await CommandRun.Of("doctor --json");
        using var document = JsonDocument.Parse(run.Output);
        var findings = document
            .RootElement.GetProperty("findings")
            .EnumerateArray()
            .ToDictionary(finding => finding.GetProperty("name").GetString()!);
        Assert.Equal("ok", findings["libtorch"].GetProperty("state").GetString());
        Assert.Matches(@"^\d+\.\d+\.\d+.*, /.*/libtorch_cpu\.so$", findings["libtorch"].GetProperty("value").GetString());
        Assert.Contains("native library", findings["TorchSharp"].GetProperty("value").GetString(), StringComparison.Ordinal);
        Assert.Contains("threads", findings.Keys);
        Assert.Equal(0, run.ExitCode);
    }
}
