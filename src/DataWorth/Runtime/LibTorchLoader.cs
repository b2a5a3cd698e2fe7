using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Text.RegularExpressions;

namespace DataWorth.Runtime;

/// <summary>Loads the native libraries under TorchSharp, with the settings that DataWorth wants and one sentence where they cannot be
/// loaded.</summary>
/// <remarks>
/// TorchSharp loads them by itself at its first use, and prints a page where it fails: call <see cref="Load"/> before.
/// Sets OMP_WAIT_POLICY=passive and THP_MEM_ALLOC_ENABLE=1 unless they have a value: OpenMP threads sleep while they wait, and large tensors lie on
/// large pages.
/// Sets TORCH_CPP_LOG_LEVEL=ERROR unless it has a value: some processors cost a warning with every convolution.
/// Turns off TF32, in which a GPU's convolutions would round float32 numbers to 10 bits.
/// </remarks>
public static partial class LibTorchLoader
{
    /// <summary>Version of libtorch that TorchSharp was built for; another patch release fits too.</summary>
    public const string RequiredVersion = "2.10";

    private const string NativeLibraryName = "libLibTorchSharp.so";
    private const string TensorLibraryName = "libtorch_cpu.so";

    // In the order in which they need each other; the CUDA ones where they are there.
    private static readonly string[] s_libraries = ["libc10.so", TensorLibraryName, "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so"];
    private static readonly Lock s_lock = new();
    private static bool s_isLoaded;

    /// <summary>Loads libtorch and TorchSharp's native library; does nothing when that was done.</summary>
    /// <param name="folder">An unpacked libtorch or the 'torch' folder of a Python installation, loaded in place of the program's own; null
    /// for the program's own.</param>
    /// <exception cref="LibTorchException">Nothing fits or can be loaded; the message names the remedy.</exception>
    public static void Load(string? folder = null)
    {
        lock (s_lock)
        {
            if (s_isLoaded || !OperatingSystem.IsLinux())
            {
                return;
            }

            NativeSettings.SetDefaults();
            if (folder is not null)
            {
                LoadFolder(LibraryFolder(folder));
            }

            if (Find(NativeLibraryName) is not { } path)
            {
                throw new LibTorchException(
                    $"TorchSharp's native library '{NativeLibraryName}' is not beside the program. Build the program again, with a "
                        + "reference to TorchSharp."
                );
            }

            LoadFile(path, folder);
            LibTorchLog.Quieten(Mapped("libc10.so"));
            backends.cudnn.allow_tf32 = false; // else convolutions on a GPU round to 10 bits
            s_isLoaded = true;
        }
    }

    /// <summary>Path of the libtorch of this process; null where none is loaded.</summary>
    public static string? LoadedPath => Mapped(TensorLibraryName);

    /// <summary>Whether TorchSharp's native library runs with a libstdc++ that lacks the version it asks for
    /// (infra/build/OlderLibstdcxx.targets).</summary>
    public static bool UsesWeakenedLibrary =>
        Mapped("libstdc++.so") is { } path && !File.ReadAllBytes(path).AsSpan().ContainsText("GLIBCXX_3.4.32");

    /// <summary>The folder 'lib' of a libtorch, checked for its version.</summary>
    /// <param name="folder">What a user named.</param>
    /// <exception cref="LibTorchException">It is none, or of another version.</exception>
    public static string LibraryFolder(string folder)
    {
        var library = new[] { Path.Combine(folder, "lib"), folder }.FirstOrDefault(candidate =>
            File.Exists(Path.Combine(candidate, TensorLibraryName))
        )
            ?? throw new LibTorchException(
                $"LIBTORCH is '{folder}', which has no lib/{TensorLibraryName}. Name the folder of an unpacked libtorch or of a Python "
                    + "installation (.../site-packages/torch), or unset LIBTORCH."
            );
        if (VersionOf(folder) is { } version && !version.StartsWith(RequiredVersion + ".", StringComparison.Ordinal))
        {
            throw new LibTorchException(
                $"LIBTORCH is '{folder}', which is libtorch {version}; this program needs {RequiredVersion}. Install that version (pip "
                    + $"install torch=={RequiredVersion}.*), or unset LIBTORCH."
            );
        }

        foreach (var path in s_libraries.Select(name => Path.Combine(library, name)).Where(File.Exists))
        {
            RequireWhole(path, folder);
        }

        return library;
    }

    /// <summary>The version that a libtorch says of itself, such as '2.10.0+cu128'; null where it says none.</summary>
    /// <param name="folder">An unpacked libtorch or the 'torch' folder of a Python installation.</param>
    public static string? VersionOf(string folder)
    {
        if (File.Exists(Path.Combine(folder, "build-version")))
        {
            return File.ReadAllText(Path.Combine(folder, "build-version")).Trim();
        }

        var python = Path.Combine(folder, "version.py");
        var match = File.Exists(python) ? PythonVersion().Match(File.ReadAllText(python)) : Match.Empty;
        return match.Success ? match.Groups[1].Value : null;
    }

    private static void LoadFolder(string library)
    {
        // The runtime looks beside the program before anywhere else: two libtorch in one process end it.
        if (
            AssemblyLoadContext.GetLoadContext(typeof(TorchSharp.torch).Assembly) == AssemblyLoadContext.Default
            && Find(TensorLibraryName) is { } own
        )
        {
            throw new LibTorchException(
                $"LIBTORCH is set, but this program brings a libtorch of its own, '{own}'. Build it without a libtorch package, or unset "
                    + "LIBTORCH."
            );
        }

        foreach (var name in s_libraries.Where(name => File.Exists(Path.Combine(library, name))))
        {
            LoadFile(Path.Combine(library, name), library);
        }
    }

    private static void LoadFile(string path, string? folder)
    {
        RequireWhole(path, folder);
        try
        {
            NativeLibrary.Load(path);
        }
        catch (DllNotFoundException exception)
        {
            throw new LibTorchException(Explain(path, folder, exception.Message), exception);
        }
    }

    private static void RequireWhole(string path, string? folder)
    {
        if (!ElfFile.IsWhole(path))
        {
            throw new LibTorchException(
                $"'{path}' is not a whole library: it has {new FileInfo(path).Length} bytes, fewer than it says. {Remedy(folder)}"
            );
        }
    }

    private static string Remedy(string? folder) =>
        folder is null ? "Build the program again." : "Unpack or install that libtorch again, or unset LIBTORCH.";

    /// <summary>One sentence, with the remedy, for what the dynamic loader said.</summary>
    internal static string Explain(string path, string? folder, string message)
    {
        var name = Path.GetFileName(path);
        if (MissingVersion().Match(message) is { Success: true } version)
        {
            return $"'{name}' asks for {version.Groups[1].Value}, which this system's C and C++ libraries do not have. Build the program "
                + "on this system"
                + (
                    version.Groups[1].Value.StartsWith("GLIBCXX", StringComparison.Ordinal)
                        ? ", or for it with -p:SystemLibstdcxx=/dev/null."
                        : ", or run it on a newer one (Debian 12, Ubuntu 22.04)."
                );
        }

        if (message.Contains("undefined symbol", StringComparison.Ordinal) && folder is not null)
        {
            return $"The libtorch in '{folder}' does not fit TorchSharp, which needs version {RequiredVersion}. Install that version, or "
                + "unset LIBTORCH.";
        }

        if (MissingFile().Match(message) is { Success: true } file)
        {
            return $"'{name}' needs '{file.Groups[1].Value}', which is neither beside it nor on this system. "
                + (
                    folder is null
                        ? "Build the program again, with a libtorch package (libtorch-cpu-linux-x64, TorchSharp-cuda-linux), or set "
                            + "LIBTORCH."
                        : Remedy(folder)
                );
        }

        return $"'{path}' could not be loaded: {message.Split('\n').Last(line => line.Length > 0).Trim()}. {Remedy(folder)}";
    }

    // Where the runtime looks for native libraries: the folders that the host gave it, or beside the assembly.
    private static string? Find(string name) =>
        (
            (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string)?.Split(
                Path.PathSeparator,
                StringSplitOptions.RemoveEmptyEntries
            ) ?? []
        )
            .Append(AppContext.BaseDirectory)
            .Append(Path.GetDirectoryName(typeof(LibTorchLoader).Assembly.Location) ?? "")
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

    private static string? Mapped(string name) =>
        !File.Exists("/proc/self/maps")
            ? null
            : File.ReadLines("/proc/self/maps")
                .Select(line => line.IndexOf('/', StringComparison.Ordinal) is var start and >= 0 ? line[start..] : "")
                .FirstOrDefault(path => Path.GetFileName(path).StartsWith(name, StringComparison.Ordinal));

    private static bool ContainsText(this Span<byte> bytes, string text) => bytes.IndexOf(System.Text.Encoding.ASCII.GetBytes(text)) >= 0;

    [GeneratedRegex("""__version__\s*(?::\s*\w+\s*)?=\s*['"]([^'"]+)['"]""")]
    private static partial Regex PythonVersion();

    [GeneratedRegex("version `([^']+)' not found")]
    private static partial Regex MissingVersion();

    [GeneratedRegex(@"([^\s:]+): cannot open shared object file")]
    private static partial Regex MissingFile();
}
