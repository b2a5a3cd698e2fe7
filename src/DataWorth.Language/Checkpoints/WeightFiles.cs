using System.Text.Json;
using DataWorth.Artifacts;
using DataWorth.Models.Data;
using DataWorth.Models.Training;
using DataWorth.Text;

namespace DataWorth.Language.Checkpoints;

/// <summary>The files that hold the weights of a model: one, or shards that an index names.</summary>
internal sealed class WeightFiles : IDisposable
{
    public const string SingleFile = "model.safetensors";
    public const string IndexFile = "model.safetensors.index.json";

    private readonly List<SafetensorsReader> _readers = [];

    private WeightFiles(string path) => Path = path;

    /// <summary>The file, or the index.</summary>
    public string Path { get; }

    /// <summary>The tensors of the files that can be read.</summary>
    public List<SourceTensor> Tensors { get; } = [];

    /// <summary>Names, in files, of the tensors that lie in files which cannot be read.</summary>
    public HashSet<string> Unreadable { get; } = new(StringComparer.Ordinal);

    /// <summary>A clause for each file that is missing or damaged, and each tensor that is not where the index says.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Opens the weights of a folder: model.safetensors, else the shards of the index.</summary>
    /// <exception cref="FileNotFoundException">There is neither.</exception>
    /// <exception cref="ArtifactException">The single file is damaged.</exception>
    public static WeightFiles OpenFolder(string directory)
    {
        var single = System.IO.Path.Combine(directory, SingleFile);
        if (File.Exists(single))
        {
            return OpenFile(single);
        }

        var index = System.IO.Path.Combine(directory, IndexFile);
        if (!File.Exists(index))
        {
            Throw.NoWeights(directory, Directory.EnumerateFiles(directory, "*.bin").Any());
        }

        return OpenShards(index);
    }

    /// <summary>Opens one file.</summary>
    /// <exception cref="ArtifactException">There is no such file, or it is damaged.</exception>
    public static WeightFiles OpenFile(string path)
    {
        var files = new WeightFiles(path);
        var reader = SafetensorsFile.Open(path, allowOtherTypes: true);
        files._readers.Add(reader);
        files.Tensors.AddRange(SourceTensor.Of(reader));
        return files;
    }

    /// <inheritdoc/>
    public void Dispose() => _readers.ForEach(reader => reader.Dispose());

    private static WeightFiles OpenShards(string index)
    {
        var files = new WeightFiles(index);
        foreach (var shard in ReadIndex(index).GroupBy(entry => entry.Value, entry => entry.Key).OrderBy(shard => shard.Key))
        {
            files.Add(shard.Key, [.. shard]);
        }

        return files;
    }

    private void Add(string shard, HashSet<string> names)
    {
        var path = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, shard);
        SafetensorsReader reader;
        try
        {
            if (shard != System.IO.Path.GetFileName(shard))
            {
                Unread($"shard '{shard}' lies outside the folder");
                return;
            }

            if (!File.Exists(path))
            {
                Unread($"shard '{shard}' is missing, with {names.Count} tensors");
                return;
            }

            reader = SafetensorsFile.Open(path, allowOtherTypes: true);
        }
        catch (ArtifactException exception)
        {
            Unread($"shard '{shard}' cannot be read ({exception.Message.TrimEnd('.')})");
            return;
        }

        _readers.Add(reader);
        foreach (var tensor in SourceTensor.Of(reader))
        {
            if (names.Remove(tensor.Name))
            {
                Tensors.Add(tensor);
            }
            else
            {
                Problems.Add($"tensor '{tensor.Name}' is in the shard '{shard}', where the index has none of that name");
            }
        }

        Problems.AddRange(names.Order(StringComparer.Ordinal).Select(name => $"tensor '{name}' is not in its shard '{shard}'"));
        Unreadable.UnionWith(names);

        void Unread(string problem)
        {
            Problems.Add(problem);
            Unreadable.UnionWith(names);
        }
    }

    private static Dictionary<string, string> ReadIndex(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(TextFile.Read(path), new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (
                document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("weight_map", out var map)
                && map.ValueKind == JsonValueKind.Object
                && map.EnumerateObject().All(entry => entry.Value.ValueKind == JsonValueKind.String)
            )
            {
                return map.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!, StringComparer.Ordinal);
            }

            Throw.NotAnIndex(path, "has no 'weight_map' of tensors to files", null);
        }
        catch (JsonException exception)
        {
            Throw.NotAnIndex(path, $"is not valid JSON ({JsonFault.Of(exception)})", exception);
        }

        return [];
    }
}
