using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using DataWorth.Cli.Commands.Data;
using DataWorth.Cli.Hosting;
using TorchSharp;

namespace DataWorth.Cli.Commands.Doctor;

/// <summary>Looks at the machine: libtorch, BLAS, threads, tools, data.</summary>
internal static class DoctorChecks
{
    private const string InstallAll = "apt-get install -y --no-install-recommends libtorch-dev libopenblas0-openmp g++ cmake";

    // Variables that change speed or the last bits of results.
    private static readonly string[] s_variables =
        ["LIBTORCH", "DATAWORTH_DATA", "OMP_NUM_THREADS", "OMP_WAIT_POLICY", "OPENBLAS_CORETYPE", "OPENBLAS_NUM_THREADS", "ATEN_CPU_CAPABILITY", "CUDA_VISIBLE_DEVICES"];

    /// <summary>Everything, in the order in which it is printed.</summary>
    public static IReadOnlyList<DoctorFinding> All()
    {
        // Reading the environment first: the binding sets variables of its own when it loads libtorch.
        DoctorFinding environment = Variables();
        DoctorFinding torch = Torch();
        List<DoctorFinding> findings = [new(".NET", DoctorState.Ok, RuntimeInformation.FrameworkDescription), torch];
        if (torch.State == DoctorState.Ok)
        {
            findings.AddRange([Blas(), Threads(), Device()]);
        }

        findings.AddRange([Processor(), Tool("g++"), Tool("cmake"), environment, DataSets()]);
        return findings;
    }

    /// <summary>The BLAS among the files that a process has mapped: path, and whether it is the slow reference implementation.</summary>
    /// <param name="maps">Lines in the format of /proc/self/maps.</param>
    public static (string Path, bool IsReference)? FindBlas(IEnumerable<string> maps)
    {
        string[] libraries =
        [
            .. maps.Select(line => line.IndexOf('/', StringComparison.Ordinal) is var start and >= 0 ? line[start..].Trim() : "")
                .Where(path => path.Contains(".so", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal),
        ];
        string? fast = libraries.FirstOrDefault(path => path.Contains("openblas", StringComparison.Ordinal) || path.Contains("libmkl_", StringComparison.Ordinal) || path.Contains("libblis", StringComparison.Ordinal));
        string? reference = libraries.FirstOrDefault(path => Path.GetFileName(path).StartsWith("libblas.so", StringComparison.Ordinal));
        return fast is not null ? (fast, false) : reference is not null ? (reference, true) : null;
    }

    private static DoctorFinding Torch()
    {
        try
        {
            using torch.Tensor one = torch.ones(1);
            return new("libtorch", DoctorState.Ok, torch.__version__);
        }
        catch (Exception exception) when (ErrorText.ExitCodeOf(exception) == ExitCodes.MissingInstallation)
        {
            return new("libtorch", DoctorState.Missing, ErrorText.MessageOf(exception), $"{InstallAll}; or set LIBTORCH=/path/to/libtorch; then start through ./dataworth");
        }
    }

    private static DoctorFinding Blas()
    {
        if (!File.Exists("/proc/self/maps") || FindBlas(File.ReadLines("/proc/self/maps")) is not { } blas)
        {
            return new("BLAS", DoctorState.Ok, "inside libtorch");
        }

        return blas switch
        {
            (var path, true) => new("BLAS", DoctorState.Warning, $"reference BLAS: {path}", "apt-get install -y --no-install-recommends libopenblas0-openmp: products are 30 to 60 times faster"),
            (var path, _) when path.Contains("pthread", StringComparison.Ordinal) =>
                new("BLAS", DoctorState.Warning, path, "install libopenblas0-openmp and remove libopenblas0-pthread: its threads fight those of libtorch"),
            (var path, _) => new("BLAS", DoctorState.Ok, path),
        };
    }

    private static DoctorFinding Threads()
    {
        int threads = torch.get_num_threads();
        string value = string.Create(CultureInfo.InvariantCulture, $"{threads} of {Environment.ProcessorCount} processors");
        return threads <= Environment.ProcessorCount
            ? new("threads", DoctorState.Ok, value)
            : new("threads", DoctorState.Warning, value, "set OMP_NUM_THREADS to the number of processors: more threads than processors are slow");
    }

    private static DoctorFinding Device() =>
        new("GPU", DoctorState.Ok, torch.cuda.is_available() ? string.Create(CultureInfo.InvariantCulture, $"{torch.cuda.device_count()} with CUDA") : "none (the processor is used)");

    private static DoctorFinding Processor() =>
        new("processor", DoctorState.Ok, $"{RuntimeInformation.ProcessArchitecture}, {(Avx512F.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2" : "no AVX2")}");

    private static DoctorFinding Tool(string name)
    {
        string? path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        return path is not null
            ? new(name, DoctorState.Ok, path)
            : new(name, DoctorState.Warning, "not found", $"apt-get install -y --no-install-recommends {name}: needed to build the native shim");
    }

    private static DoctorFinding Variables()
    {
        string[] set = [.. s_variables.Where(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 }).Select(name => $"{name}={Environment.GetEnvironmentVariable(name)}")];
        return new("environment", DoctorState.Ok, set.Length == 0 ? "no variable set" : string.Join(" ", set));
    }

    private static DoctorFinding DataSets()
    {
        Models.Data.DataLocator locator = DataLocation.CreateLocator(null);
        KnownDataSet fashion = KnownDataSet.All[0];
        string? found = fashion.Files.Select(locator.Find).OfType<string>().FirstOrDefault();
        return found is not null
            ? new("data", DoctorState.Ok, $"{fashion.Name} in {Path.GetDirectoryName(found)}")
            : new("data", DoctorState.Warning, $"{fashion.Name} not found", "it is downloaded when first used; or set DATAWORTH_DATA to the folder that holds it");
    }
}
