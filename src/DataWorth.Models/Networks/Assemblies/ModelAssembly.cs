using System.Reflection;
using DataWorth.Text;
using static TorchSharp.torch;

namespace DataWorth.Models.Networks.Assemblies;

/// <summary>Makes networks of types that a user's assembly has.</summary>
internal static class ModelAssembly
{
    /// <summary>Loads the assembly, finds the type and calls the constructor that fits.</summary>
    public static nn.Module<Tensor, Tensor> Create(AssemblyOptions options, IReadOnlyList<long> itemShape, long classes)
    {
        var path = Path.GetFullPath(options.Assembly);
        var type = Find(Load(path), path, options.Type);
        return ModelConstructor.Call(type, options.Arguments, itemShape, classes);
    }

    private static Assembly Load(string path)
    {
        if (!File.Exists(path))
        {
            NetworkThrow.NoAssembly(path, "there is no such file");
        }

        Assembly assembly;
        try
        {
            assembly = new ModelLoadContext(path).LoadFromAssemblyPath(path);
        }
        catch (Exception exception) when (exception is BadImageFormatException or FileLoadException)
        {
            NetworkThrow.NoAssembly(path, "it is no .NET assembly for this platform", exception);
            throw;
        }

        var own = ModelLoadContext.TorchSharp.GetName();
        var wanted = assembly.GetReferencedAssemblies().FirstOrDefault(reference => reference.Name == own.Name);
        if (wanted is not null && wanted.Version != own.Version)
        {
            NetworkThrow.AnotherTorchSharp(path, wanted.Version!, own.Version!);
        }

        return assembly;
    }

    private static Type Find(Assembly assembly, string path, string name)
    {
        Type[] types;
        string? fault = null;
        try
        {
            types = assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException exception)
        {
            types = [.. exception.Types.OfType<Type>()];
            fault = exception.LoaderExceptions[0]!.Message;
        }

        var networks = types
            .Where(type => !type.IsAbstract && !type.ContainsGenericParameters && type.IsAssignableTo(typeof(nn.Module<Tensor, Tensor>)))
            .ToList();
        bool IsNamed(Type type) => type.FullName == name;
        var found =
            networks.Find(IsNamed) ?? (networks.Count(type => type.Name == name) == 1 ? networks.Find(type => type.Name == name) : null);
        if (found is null)
        {
            List<string> names = [.. networks.Select(type => type.FullName!).Order(StringComparer.Ordinal)];
            NetworkThrow.NoNetworkType(path, name, types.Any(IsNamed), ClosestName.Of(name, names), names, fault);
        }

        return found;
    }
}
