using System.Text.RegularExpressions;
using DataWorth.Tests.Shared.Processes;

namespace Repository.Tests;

/// <summary>Which packages a build takes, and what it lays beside a program.</summary>
public sealed class PackageTests
{
    private const string Program = "src/DataWorth.Cli/DataWorth.Cli.csproj";
    private static readonly string[] s_runtimes = ["libtorch-cpu-linux-x64", "TorchSharp-cpu", "TorchSharp-cuda-linux"];

    [Theory]
    [InlineData("libtorch-cpu-linux-x64", "-r:linux-x64")]
    [InlineData("TorchSharp-cpu", "-r:osx-arm64")]
    [InlineData("TorchSharp-cuda-linux", "-r:linux-x64", "-p:Accelerator=cuda")]
    public async Task AProgram_TakesOneRuntimeOfLibtorch_WithAnExactCentralVersion(
        string runtime,
        string platform,
        params string[] properties
    )
    {
        var program = await ProjectEvaluation.Of(
            Program,
            ["PackageReference", "PackageVersion"],
            [$"-p:RuntimeIdentifier={platform[3..]}", .. properties]
        );
        Assert.Equal([runtime], program.Items("PackageReference").Intersect(s_runtimes));
        Assert.Contains(runtime, program.Items("PackageVersion"));
    }

    [Theory]
    [InlineData("src/DataWorth.Core/DataWorth.Core.csproj")]
    [InlineData("src/DataWorth/DataWorth.csproj")]
    public async Task ALibrary_LeavesTheRuntimeOfLibtorchToItsUsers(string project) =>
        Assert.Empty((await ProjectEvaluation.Of(project, ["PackageReference"])).Items("PackageReference").Intersect(s_runtimes));

    [Fact]
    public void TheVersionsOfLibtorchAndTorchSharp_FitEachOther()
    {
        var central = File.ReadAllText(RepositoryFiles.PathOf("Directory.Packages.props"));
        string Version(string package) => Regex.Match(central, $"""Include="{package}" Version="\[(.+?)\]""").Groups[1].Value;
        Assert.StartsWith(
            Regex
                .Match(
                    File.ReadAllText(RepositoryFiles.PathOf("src/DataWorth/Runtime/LibTorchLoader.cs")),
                    """RequiredVersion = "(.+?)";"""
                )
                .Groups[1]
                .Value + ".",
            Version("libtorch-cpu-linux-x64"),
            StringComparison.Ordinal
        );
        Assert.All(["TorchSharp-cpu", "TorchSharp-cuda-linux"], package => Assert.Equal(Version("TorchSharp"), Version(package)));
        Assert.All(
            ["README.md", "src/DataWorth/README.md"],
            page =>
                Assert.Contains(
                    $"libtorch-cpu-linux-x64 --version {Version("libtorch-cpu-linux-x64")}   "
                        + $"# or TorchSharp-cpu or TorchSharp-cuda-linux of {Version("TorchSharp")}\n",
                    File.ReadAllText(RepositoryFiles.PathOf(page)),
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public async Task TheBuildOutput_HoldsLibtorchOnce()
    {
        // du counts a file with several names once; the libraries of TorchSharp and libtorch alone are 500 MB, beside each of nine
        // programs.
        string[] folders =
        [
            .. new[] { "bin", "obj", "native" }.Select(folder => RepositoryFiles.PathOf("artifacts", folder)).Where(Directory.Exists),
        ];
        var run = await ProcessRun.Of("du", ["-cm", "-s", .. folders]);
        var megabytes = int.Parse(run.Output.TrimEnd().Split('\n')[^1].Split('\t')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(megabytes, 1, 999);
    }
}
