using System.Text.Json;
using DataWorth.Cli.Commands.Doctor;

namespace DataWorth.Cli.Tests.Commands;

public sealed class DoctorCommandTests
{
    [Fact]
    public async Task Doctor_NamesLibtorchBlasAndThreads()
    {
        CommandRun run = await CommandRun.Of("doctor --json");
        using JsonDocument document = JsonDocument.Parse(run.Output);
        Dictionary<string, string> states = document.RootElement.GetProperty("findings").EnumerateArray()
            .ToDictionary(finding => finding.GetProperty("name").GetString()!, finding => finding.GetProperty("state").GetString()!);
        Assert.Equal("ok", states["libtorch"]);
        Assert.Contains("BLAS", states.Keys);
        Assert.Contains("threads", states.Keys);
        Assert.Equal(0, run.ExitCode);
    }

    [Theory]
    [InlineData("/usr/lib/x86_64-linux-gnu/openblas-openmp/libopenblasp-r0.3.21.so", false)]
    [InlineData("/usr/lib/x86_64-linux-gnu/blas/libblas.so.3.11.0", true)]
    [InlineData("/opt/torch/lib/libmkl_core.so.2", false)]
    public void Blas_IsRecognisedAmongMappedFiles(string path, bool isReference)
    {
        string[] maps =
        [
            "7f0000000000-7f0000001000 r-xp 00000000 00:00 0 ",
            "7f0000001000-7f0000002000 r-xp 00000000 fe:01 12 /usr/lib/x86_64-linux-gnu/libc.so.6",
            $"7f0000002000-7f0000003000 r-xp 00000000 fe:01 13                         {path}",
        ];
        Assert.Equal((path, isReference), DoctorChecks.FindBlas(maps));
        Assert.Null(DoctorChecks.FindBlas(maps[..2]));
    }
}
