using System.Reflection;
using System.Runtime.Loader;
using static TorchSharp.torch;

namespace DataWorth.Models.Networks.Assemblies;

/// <summary>Holds a user's assembly and what lies beside it, apart from the program's; TorchSharp and DataWorth are the program's
/// own.</summary>
internal sealed class ModelLoadContext(string path) : AssemblyLoadContext(path)
{
    private readonly AssemblyDependencyResolver _resolver = new(path);

    public static Assembly TorchSharp { get; } = typeof(Tensor).Assembly;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var name = assemblyName.Name!;
        return name == TorchSharp.GetName().Name ? TorchSharp
            : name.StartsWith(nameof(DataWorth), StringComparison.Ordinal)
                ? GetLoadContext(typeof(ModelLoadContext).Assembly)!.LoadFromAssemblyName(new AssemblyName(name))
            : _resolver.ResolveAssemblyToPath(assemblyName) is { } file ? LoadFromAssemblyPath(file)
            : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } file ? LoadUnmanagedDllFromPath(file) : 0;
}
