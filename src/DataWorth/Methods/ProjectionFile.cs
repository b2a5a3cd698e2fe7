using DataWorth.Artifacts;
using DataWorth.Projections;
using DataWorth.Stages;

namespace DataWorth.Methods;

/// <summary>Reads projections made elsewhere from a safetensors file.</summary>
internal static class ProjectionFile
{
    private const string Output = ".output";
    private const string Input = ".input";

    /// <summary>Name of TRAK's matrix in its file.</summary>
    public const string Matrix = "projection";

    /// <summary>Two-sided projections: NAME.output P_o [k_o, O] and NAME.input P_i [k_i, I] for each block; a missing side is kept
    /// whole.</summary>
    public static IReadOnlyDictionary<string, ProjectionPair> ReadPairs(string path)
    {
        using var file = Open(path);
        var tensors = file.Tensors.ToDictionary(entry => entry.Name, entry => Read(file, entry.Name));
        var names = tensors
            .Keys.Where(name => name.EndsWith(Output, StringComparison.Ordinal))
            .Select(name => name[..^Output.Length])
            .Union(tensors.Keys.Where(name => name.EndsWith(Input, StringComparison.Ordinal)).Select(name => name[..^Input.Length]))
            .ToList();
        if (names.Count == 0)
        {
            Throw.ProjectionFile(path, "tensors NAME.output [k_o, O] and NAME.input [k_i, I] for each tracked module", tensors.Keys);
        }

        return names.ToDictionary(
            name => name,
            name => new ProjectionPair(tensors.GetValueOrDefault(name + Output), tensors.GetValueOrDefault(name + Input))
        );
    }

    /// <summary>One matrix 'projection' [p, k].</summary>
    public static Tensor ReadMatrix(string path)
    {
        using var file = Open(path);
        if (file.Tensors.All(entry => entry.Name != Matrix))
        {
            Throw.ProjectionFile(path, $"a tensor '{Matrix}' [p, k]", file.Tensors.Select(entry => entry.Name));
        }

        return Read(file, Matrix);
    }

    private static SafetensorsReader Open(string path)
    {
        if (!File.Exists(path))
        {
            Throw.ProjectionFile(path, "a safetensors file", []);
        }

        return SafetensorsFile.Open(path);
    }

    private static Tensor Read(SafetensorsReader file, string name)
    {
        var entry = file[name];
        var tensor = empty([.. entry.Shape], StorageTypes.ToTensor(entry.DType), CPU).DetachFromDisposeScope();
        file.Read(name, tensor.bytes);
        return tensor;
    }
}
