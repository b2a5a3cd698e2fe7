using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp;

/// <summary>Settings made before libtorch is loaded, and the check of what was loaded. An explicit environment variable always wins.</summary>
/// <remarks>
/// <list type="bullet">
/// <item><c>OMP_WAIT_POLICY=passive</c>: spinning OpenMP threads cost up to 70 times where another process shares the cores.</item>
/// <item><c>OPENBLAS_CORETYPE=SkylakeX</c> on processors with AVX-512: OpenBLAS 0.3.21 chooses AVX2 kernels on those it does not know.</item>
/// <item>Threads = cores, unless <c>OMP_NUM_THREADS</c> is set.</item>
/// <item>A reference BLAS is named in one warning on stderr; <c>DATAWORTH_QUIET_BLAS=1</c> silences it.</item>
/// </list>
/// </remarks>
internal static unsafe partial class Startup
{
    private const string LibraryFile = "libdataworth_torch.so";
    private static readonly Lock s_lock = new();
    private static nint s_library;

    /// <summary>Path of the BLAS in the process after loading; null before, or where none was found.</summary>
    public static string? BlasPath { get; private set; }

    /// <summary>True if the BLAS in the process is the unoptimised reference implementation.</summary>
    public static bool BlasIsReference { get; private set; }

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255:ModuleInitializer", Justification = "The resolver must be there before the first import, whichever type makes it.")]
    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(Startup).Assembly, Resolve);

    /// <summary>Sets a variable for native code, which does not see <see cref="Environment.SetEnvironmentVariable(string, string)"/>, unless it has a value.</summary>
    /// <param name="name">Name of the variable.</param>
    /// <param name="value">Value for it.</param>
    /// <returns>True if the variable was set here.</returns>
    internal static bool SetDefault(string name, string value)
    {
        if (GetNative(name) is not null) return false;
        if (setenv(name, value, 0) != 0) return false;
        Environment.SetEnvironmentVariable(name, value);
        return true;
    }

    /// <summary>Reads a variable as native code sees it.</summary>
    /// <param name="name">Name of the variable.</param>
    /// <returns>Its value, or null.</returns>
    internal static string? GetNative(string name) => Marshal.PtrToStringUTF8(getenv(name));

    /// <summary>Finds the BLAS among the mapped files of a process.</summary>
    /// <param name="maps">Lines in the format of /proc/self/maps.</param>
    /// <returns>Path of the library that provides BLAS, and whether it is the reference implementation; null if there is none.</returns>
    internal static (string Path, bool IsReference)? FindBlas(IEnumerable<string> maps)
    {
        var libraries = maps
            .Select(line => line.IndexOf('/') is var start and >= 0 ? line[start..] : "")
            .Where(path => path.Contains(".so", StringComparison.Ordinal))
            .Distinct();
        (string, bool)? reference = null;
        foreach (var path in libraries)
        {
            var name = Path.GetFileName(path);
            if (name.StartsWith("libopenblas", StringComparison.Ordinal) || name.StartsWith("libmkl_", StringComparison.Ordinal)
                || path.Contains("openblas", StringComparison.Ordinal) || name.StartsWith("libblis", StringComparison.Ordinal)) return (path, false);
            if (name.StartsWith("libblas.so", StringComparison.Ordinal)) reference ??= (path, true);
        }

        return reference;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != NativeMethods.Library) return 0;
        lock (s_lock)
        {
            if (s_library != 0) return s_library;
            SetDefault("OMP_WAIT_POLICY", "passive");
            if (HasAvx512) SetDefault("OPENBLAS_CORETYPE", "SkylakeX");
            var library = Load(assembly);
            SetThreads(library);
            InspectBlas();
            return s_library = library;
        }
    }

    private static bool HasAvx512 =>
        Avx512F.IsSupported && Avx512F.VL.IsSupported && Avx512BW.IsSupported && Avx512DQ.IsSupported;

    private static nint Load(Assembly assembly)
    {
        var path = Path.Combine(AppContext.BaseDirectory, LibraryFile);
        if (!File.Exists(path)) path = Path.Combine(Path.GetDirectoryName(assembly.Location) ?? "", LibraryFile);
        return File.Exists(path) ? NativeLibrary.Load(path) : NativeLibrary.Load(LibraryFile);
    }

    private static void SetThreads(nint library)
    {
        if (GetNative("OMP_NUM_THREADS") is not null) return;
        // By address: the import itself is still being resolved.
        var set = (delegate* unmanaged<int, int, int>)NativeLibrary.GetExport(library, nameof(NativeMethods.dw_threads_set));
        set(0, Environment.ProcessorCount);
    }

    private static void InspectBlas()
    {
        if (!OperatingSystem.IsLinux() || FindBlas(File.ReadLines("/proc/self/maps")) is not { } blas) return;
        (BlasPath, BlasIsReference) = blas;
        if (!BlasIsReference || GetNative("DATAWORTH_QUIET_BLAS") == "1") return;
        Console.Error.WriteLine(
            $"warning: matrix products run in the reference BLAS '{blas.Path}', about 30 times slower than OpenBLAS. "
            + "Remedy: apt-get install -y --no-install-recommends libopenblas0-openmp (DATAWORTH_QUIET_BLAS=1 hides this line).");
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint getenv(string name);
}
