using System.Text.Json;
using DataWorth.Tests.Shared.Processes;

namespace DataWorth.Cli.Tests.Commands;

/// <summary>The command where parts are not there: its native libraries, or any data.</summary>
public sealed class InstallationTests
{
    private const string LibTorch = "libtorch_cpu.so";

    public static TheoryData<string, string> MissingLibraries =>
        new()
        {
            {
                "libLibTorchSharp.so",
                "TorchSharp's native library 'libLibTorchSharp.so' is not beside the program. Build the program again, with a reference "
                    + "to TorchSharp."
            },
            {
                LibTorch,
                "'libLibTorchSharp.so' needs 'libtorch_cpu.so', which is neither beside it nor on this system. Build the program again, "
                    + "with a libtorch package (libtorch-cpu-linux-x64, TorchSharp-cuda-linux), or set LIBTORCH."
            },
        };

    [Theory]
    [MemberData(nameof(MissingLibraries))]
    public async Task WithoutANativeLibrary_CommandsThatComputeEndWithExitCode3AndOneSentence_AndDoctorNamesIt(
        string library,
        string expected
    )
    {
        using InstalledCopy copy = new(without: name => name == library || name.StartsWith("libtorch.", StringComparison.Ordinal));
        var quickstart = await ProcessRun.Of(
            "dotnet",
            [copy.Program, "quickstart", "--data-set", "glyphs", "--train-count", "100", "--out", copy.PathOf("r.html")]
        );
        expected = library == LibTorch ? expected.Replace(LibTorch, "libtorch.so", StringComparison.Ordinal) : expected;
        Assert.Equal((3, "", "dataworth: " + expected), (quickstart.ExitCode, quickstart.Output, Unwrapped(quickstart)));

        var doctor = await ProcessRun.Of("dotnet", [copy.Program, "doctor"]);
        Assert.Equal(3, doctor.ExitCode);
        Assert.Contains("MISSING  libtorch", doctor.Output, StringComparison.Ordinal);
        Assert.Contains("remedy: " + expected, doctor.Output, StringComparison.Ordinal);

        var version = await ProcessRun.Of("dotnet", [copy.Program, "version"]);
        Assert.Equal(0, version.ExitCode);
        Assert.Contains("libtorch  not found; see 'dataworth doctor'", version.Output, StringComparison.Ordinal);

        // What computes nothing needs nothing.
        Assert.Equal(0, (await ProcessRun.Of("dotnet", [copy.Program, "store", "ls", "--store", "memory:"])).ExitCode);
    }

    [Fact]
    public async Task Libtorch_NamesTheOneThatIsLoaded_AlsoWhereTheProgramHasItsOwn()
    {
        using InstalledCopy program = new();
        using InstalledCopy python = new(without: name =>
            !name.StartsWith("lib", StringComparison.Ordinal) || name == "libLibTorchSharp.so"
        );
        File.WriteAllText(python.PathOf("version.py"), "__version__ = '2.10.3+cpu'\n");
        Dictionary<string, string?> environment = new() { ["LIBTORCH"] = python.Folder };

        var doctor = await ProcessRun.Of("dotnet", [program.Program, "doctor", "--json"], environment: environment);
        Assert.True(doctor.ExitCode == 0, doctor.Errors + doctor.Output);
        using var document = JsonDocument.Parse(doctor.Output);
        var found = document
            .RootElement.GetProperty("findings")
            .EnumerateArray()
            .Single(finding => finding.GetProperty("name").GetString() == "libtorch")
            .GetProperty("value")
            .GetString()!;
        Assert.StartsWith("2.10.3+cpu, ", found, StringComparison.Ordinal);
        Assert.EndsWith($"{LibTorch} (LIBTORCH)", found, StringComparison.Ordinal);

        string[] quickstart =
        [
            program.Program,
            "quickstart",
            "--data-set",
            "glyphs",
            "--train-count",
            "200",
            "--epochs",
            "2",
            "--rank",
            "4",
            "--queries",
            "2",
            "--json",
        ];
        var own = await ProcessRun.Of(
            "dotnet",
            [.. quickstart, "--out", program.PathOf("own.html"), "--store", "file:" + program.PathOf("own")]
        );
        var named = await ProcessRun.Of(
            "dotnet",
            [.. quickstart, "--out", program.PathOf("named.html"), "--store", "file:" + program.PathOf("named")],
            environment: environment
        );
        Assert.True(named.ExitCode == 0, named.Errors);
        Assert.Equal(Neighbours(own.Output), Neighbours(named.Output));
    }

    [Theory]
    [InlineData(
        "__version__ = '1.13.1'\n",
        true,
        "which is libtorch 1.13.1; this program needs 2.10. Install that version (pip install torch==2.10.*), or unset LIBTORCH."
    )]
    [InlineData(
        "",
        false,
        "which has no lib/libtorch_cpu.so. Name the folder of an unpacked libtorch or of a Python installation "
            + "(.../site-packages/torch), or unset LIBTORCH."
    )]
    [InlineData(
        "",
        true,
        "'libtorch_cpu.so' needs 'libc10.so', which is neither beside it nor on this system. Unpack or install that libtorch "
            + "again, or unset LIBTORCH."
    )]
    public async Task ALibtorchThatDoesNotFit_IsOneSentence(string version, bool hasLibrary, string expected)
    {
        using InstalledCopy program = new();
        using InstalledCopy folder = new(without: name => name != LibTorch || !hasLibrary);
        File.WriteAllText(folder.PathOf("version.py"), version);
        var run = await ProcessRun.Of(
            "dotnet",
            [program.Program, "quickstart"],
            environment: new Dictionary<string, string?> { ["LIBTORCH"] = folder.Folder }
        );
        Assert.Equal((3, ""), (run.ExitCode, run.Output));
        Assert.EndsWith(expected, Unwrapped(run), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALibtorchThatIsCut_IsOneSentence()
    {
        using InstalledCopy program = new();
        using InstalledCopy folder = new(without: name => !name.StartsWith("lib", StringComparison.Ordinal));
        var library = folder.PathOf(LibTorch);
        var bytes = new byte[1 << 20];
        using (var file = File.OpenRead(library))
        {
            file.ReadExactly(bytes);
        }

        File.Delete(library); // a link to the package's file
        File.WriteAllBytes(library, bytes);
        var run = await ProcessRun.Of(
            "dotnet",
            [program.Program, "quickstart"],
            environment: new Dictionary<string, string?> { ["LIBTORCH"] = folder.Folder }
        );
        Assert.Equal((3, ""), (run.ExitCode, run.Output));
        Assert.EndsWith(
            $"'{library}' is not a whole library: it has 1048576 bytes, fewer than it says. Unpack or install that libtorch again, or unset "
                + "LIBTORCH.",
            Unwrapped(run),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task ALibtorchThatIsNotThere_StopsNoCommandThatNeedsNone()
    {
        using InstalledCopy program = new();
        Dictionary<string, string?> environment = new() { ["LIBTORCH"] = "/nowhere" };
        foreach (var command in new[] { "--help", "version", "data ls" })
        {
            Assert.Equal(0, (await ProcessRun.Of("dotnet", [program.Program, .. command.Split(' ')], environment: environment)).ExitCode);
        }

        var doctor = await ProcessRun.Of("dotnet", [program.Program, "doctor"], environment: environment);
        Assert.Equal(3, doctor.ExitCode);
        Assert.Contains("MISSING  libtorch", doctor.Output, StringComparison.Ordinal);
        Assert.Contains("remedy: LIBTORCH is '/nowhere'", doctor.Output, StringComparison.Ordinal);
        var quickstart = await ProcessRun.Of("dotnet", [program.Program, "quickstart"], environment: environment);
        Assert.Equal((3, ""), (quickstart.ExitCode, quickstart.Output));
        Assert.Contains("LIBTORCH is '/nowhere'", quickstart.Errors, StringComparison.Ordinal);
    }

    // Long sentences are folded where they are printed.
    private static string Unwrapped(ProcessRun run) => run.Errors.Trim().ReplaceLineEndings(" ");

    private static string Neighbours(string json)
    {
        using var result = JsonDocument.Parse(json);
        return result.RootElement.GetProperty("queries").GetRawText();
    }

    [Fact]
    public async Task WithoutDataAndNetwork_TheQuickstartSaysSoLoudly_AndUsesGeneratedImages()
    {
        using InstalledCopy copy = new();

        // No data beside the copy, an empty cache, and a proxy that refuses every download.
        Dictionary<string, string?> environment = new()
        {
            ["DATAWORTH_DATA"] = null,
            ["XDG_CACHE_HOME"] = copy.PathOf("cache"),
            ["http_proxy"] = "http://127.0.0.1:9",
            ["https_proxy"] = "http://127.0.0.1:9",
            ["OMP_WAIT_POLICY"] = "passive",
        };
        var run = await ProcessRun.Of(
            "dotnet",
            [
                copy.Program,
                "quickstart",
                "--train-count",
                "300",
                "--queries",
                "2",
                "--epochs",
                "3",
                "--rank",
                "8",
                "--out",
                copy.PathOf("r.html"),
                "--store",
                copy.PathOf("store"),
                "--json",
            ],
            copy.Folder,
            environment
        );
        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Contains("warning: FASHION-MNIST COULD NOT BE HAD: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains("This run uses GENERATED DATA instead", run.Errors, StringComparison.Ordinal);
        using var result = JsonDocument.Parse(run.Output);
        Assert.Equal("glyphs", result.RootElement.GetProperty("dataSet").GetString());
        Assert.True(result.RootElement.GetProperty("isGenerated").GetBoolean());
        Assert.Contains(
            "Generated data: Fashion-MNIST could not be had",
            await File.ReadAllTextAsync(copy.PathOf("r.html")),
            StringComparison.Ordinal
        );

        // Who asks for it by name gets it or an error.
        var named = await ProcessRun.Of("dotnet", [copy.Program, "quickstart", "--data-set", "fashion-mnist"], copy.Folder, environment);
        Assert.Equal((2, ""), (named.ExitCode, named.Output));
        Assert.DoesNotContain("GENERATED", named.Errors, StringComparison.Ordinal);
    }
}
