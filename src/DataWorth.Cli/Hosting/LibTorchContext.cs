using System.Reflection;
using System.Runtime.Loader;
using DataWorth.Runtime;

namespace DataWorth.Cli.Hosting;

/// <summary>Runs the command over the libtorch that LIBTORCH names in place of the one beside it.</summary>
/// <remarks>
/// The runtime looks for native libraries beside the program first and asks nobody, except for assemblies of a context of their own: so the
/// command's assemblies are loaded a second time, into such a context.
/// </remarks>
internal sealed class LibTorchContext : AssemblyLoadContext
{
    private readonly AssemblyDependencyResolver _resolver;
    private readonly string _library;

    private LibTorchContext(string program, string library)
        : base(nameof(LibTorchContext))
    {
        _resolver = new AssemblyDependencyResolver(program);
        _library = library;
    }

    /// <summary>The folder that LIBTORCH names; null where it names none.</summary>
    public static string? Folder =>
        Environment.GetEnvironmentVariable("LIBTORCH") is { Length: > 0 } folder ? Path.GetFullPath(folder) : null;

    /// <summary>Whether this code runs in such a context.</summary>
    public static bool IsActive => GetLoadContext(typeof(LibTorchContext).Assembly)?.Name == nameof(LibTorchContext);

    /// <summary>Runs the program's entry point in a context over a libtorch.</summary>
    /// <param name="folder">What LIBTORCH names.</param>
    /// <param name="arguments">The command line.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="LibTorchException">The folder holds no libtorch that fits.</exception>
    public static int Run(string folder, string[] arguments)
    {
        var program = typeof(LibTorchContext).Assembly.Location;
        LibTorchContext context = new(program, LibTorchLoader.LibraryFolder(folder));
        var main = context.LoadFromAssemblyPath(program).EntryPoint!;
        return (int)main.Invoke(null, [arguments])!;
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) =>
        _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        var own = Path.Combine(_library, $"lib{unmanagedDllName}.so");
        var path = File.Exists(own) ? own : _resolver.ResolveUnmanagedDllToPath(unmanagedDllName);
        return path is null ? 0 : LoadUnmanagedDllFromPath(path);
    }
}
