using System.Text.Json;
using DataWorth.Tests.Shared.Processes;

namespace DataWorth.Cli.Tests.Commands;

/// <summary>The command where parts are not there: its native shim, or any data.</summary>
public sealed class InstallationTests
{
    [Fact]
    public async Task WithoutTheShim_CommandsThatComputeEndWithExitCode3_AndDoctorNamesWhatIsMissing()
    {
        using InstalledCopy copy = new(withNativeShim: false);
        ProcessRun quickstart = await ProcessRun.Of("dotnet", [copy.Program, "quickstart", "--data-set", "glyphs", "--train-count", "100", "--out", copy.PathOf("r.html")]);
        Assert.True(quickstart.ExitCode == 3, quickstart.Errors);
        string sentence = quickstart.Errors.TrimEnd().Split('\n')[^1];
        Assert.StartsWith("dataworth: libtorch or the native shim could not be loaded (", sentence, StringComparison.Ordinal);
        Assert.EndsWith("'dataworth doctor' shows what is there.", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", quickstart.Errors, StringComparison.Ordinal);

        ProcessRun doctor = await ProcessRun.Of("dotnet", [copy.Program, "doctor"]);
        Assert.Equal(3, doctor.ExitCode);
        Assert.Contains("MISSING  libtorch", doctor.Output, StringComparison.Ordinal);
        Assert.Contains("remedy: apt-get install -y --no-install-recommends libtorch-dev", doctor.Output, StringComparison.Ordinal);

        ProcessRun version = await ProcessRun.Of("dotnet", [copy.Program, "version"]);
        Assert.Equal(0, version.ExitCode);
        Assert.Contains("libtorch  not found; see 'dataworth doctor'", version.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutDataAndNetwork_TheQuickstartSaysSoLoudly_AndUsesGeneratedImages()
    {
        using InstalledCopy copy = new(withNativeShim: true);

        // No data beside the copy, an empty cache, and a proxy that refuses every download.
        Dictionary<string, string?> environment = new()
        {
            ["DATAWORTH_DATA"] = null,
            ["XDG_CACHE_HOME"] = copy.PathOf("cache"),
            ["http_proxy"] = "http://127.0.0.1:9",
            ["https_proxy"] = "http://127.0.0.1:9",
            ["OMP_WAIT_POLICY"] = "passive",
        };
        ProcessRun run = await ProcessRun.Of(
            "dotnet",
            [copy.Program, "quickstart", "--train-count", "300", "--queries", "2", "--epochs", "3", "--rank", "8", "--out", copy.PathOf("r.html"), "--store", copy.PathOf("store"), "--json"],
            copy.Folder, environment);
        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Contains("warning: FASHION-MNIST COULD NOT BE HAD: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains("This run uses GENERATED DATA instead", run.Errors, StringComparison.Ordinal);
        using JsonDocument result = JsonDocument.Parse(run.Output);
        Assert.Equal("glyphs", result.RootElement.GetProperty("dataSet").GetString());
        Assert.True(result.RootElement.GetProperty("isGenerated").GetBoolean());
        Assert.Contains("Generated data: Fashion-MNIST could not be had", await File.ReadAllTextAsync(copy.PathOf("r.html")), StringComparison.Ordinal);
    }
}
