using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using DataWorth.Cli.Commands.Data;
using DataWorth.Cli.Commands.Version;
using DataWorth.Cli.Hosting;
using DataWorth.Runtime;
using TorchSharp;

namespace DataWorth.Cli.Commands.Doctor;

/// <summary>Looks at the machine: libtorch, threads, data.</summary>
internal static class DoctorChecks
{
    // Variables that change speed or the last bits of results.
    private static readonly string[] s_variables =
    [
        "LIBTORCH",
        "DATAWORTH_DATA",
        "OMP_NUM_THREADS",
        "OMP_WAIT_POLICY",
        "MKL_NUM_THREADS",
        "ATEN_CPU_CAPABILITY",
        "CUDA_VISIBLE_DEVICES",
        ComputeDevice.Variable,
    ];

    /// <summary>Everything, in the order in which it is printed.</summary>
    public static IReadOnlyList<DoctorFinding> All()
    {
        // Reading the environment first: a variable is set for libtorch when it is loaded.
        var environment = Variables();
        List<DoctorFinding> findings = [new(".NET", DoctorState.Ok, RuntimeInformation.FrameworkDescription)];
        try
        {
            findings.AddRange(Libraries());
            findings.AddRange([Convolutions(), Threads(), Device()]);
        }
        catch (Exception exception) when (ErrorText.ExitCodeOf(exception) == ExitCodes.MissingInstallation)
        {
            findings.Add(new("libtorch", DoctorState.Missing, "not loaded", ErrorText.MessageOf(exception)));
        }

        findings.AddRange([Processor(), environment, DataSets()]);
        return findings;
    }

    private static IEnumerable<DoctorFinding> Libraries()
    {
        var version = VersionReport.Collect();
        LibTorchLoader.Load(LibTorchContext.Folder);
        var origin = LibTorchContext.Folder is null ? "" : " (LIBTORCH)";
        yield return new("libtorch", DoctorState.Ok, $"{version.LibTorch}, {LibTorchLoader.LoadedPath}{origin}");
        yield return new(
            "TorchSharp",
            DoctorState.Ok,
            LibTorchLoader.UsesWeakenedLibrary
                ? "native library adapted to this system's libstdc++, which is older than GCC 13's"
                : "native library of the package"
        );
    }

    private static DoctorFinding Convolutions() =>
        OneDnnCheck.IsRight()
            ? new("convolutions", DoctorState.Ok, "as in float64")
            : new(
                "convolutions",
                DoctorState.Warning,
                "those of oneDNN, and its LSTMs, are wrong on this processor for many sizes",
                "DataWorth turns oneDNN off for models that have such, which is slower; TorchSharp in programs of your own does not"
            );

    private static DoctorFinding Threads()
    {
        var threads = torch.get_num_threads();
        var value = string.Create(CultureInfo.InvariantCulture, $"{threads} of {Environment.ProcessorCount} processors");
        return threads <= Environment.ProcessorCount
            ? new("threads", DoctorState.Ok, value)
            : new(
                "threads",
                DoctorState.Warning,
                value,
                "set OMP_NUM_THREADS to the number of processors: more threads than processors are slow"
            );
    }

    private static DoctorFinding Device()
    {
        var found = torch.cuda.is_available()
            ? string.Create(CultureInfo.InvariantCulture, $"{torch.cuda.device_count()} with CUDA")
            : "none";
        try
        {
            ComputeDevice.Choose();
        }
        catch (UserErrorException exception)
        {
            return new("GPU", DoctorState.Missing, found, exception.Message);
        }

        return ComputeDevice.Current.type == DeviceType.CUDA
            ? new("GPU", DoctorState.Ok, $"{found}, '{ComputeDevice.Named}' is used")
            : new(
                "GPU",
                DoctorState.Ok,
                $"{found} (the processor is used{(torch.cuda.is_available() ? $"; {ComputeDevice.Variable}=cuda uses the GPU" : "")})"
            );
    }

    private static DoctorFinding Processor() =>
        new(
            "processor",
            DoctorState.Ok,
            $"{RuntimeInformation.ProcessArchitecture}, {(Avx512F.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2" : "no AVX2")}"
        );

    private static DoctorFinding Variables()
    {
        string[] set =
        [
            .. s_variables
                .Where(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 })
                .Select(name => $"{name}={Environment.GetEnvironmentVariable(name)}"),
        ];
        return new("environment", DoctorState.Ok, set.Length == 0 ? "no variable set" : string.Join(" ", set));
    }

    private static DoctorFinding DataSets()
    {
        var locator = DataLocation.CreateLocator(null);
        var fashion = KnownDataSet.All[0];
        var found = fashion.Files.Select(locator.Find).OfType<string>().FirstOrDefault();
        return found is not null
            ? new("data", DoctorState.Ok, $"{fashion.Name} in {Path.GetDirectoryName(found)}")
            : new(
                "data",
                DoctorState.Warning,
                $"{fashion.Name} not found",
                "it is downloaded when first used; or set DATAWORTH_DATA to the folder that holds it"
            );
    }
}
