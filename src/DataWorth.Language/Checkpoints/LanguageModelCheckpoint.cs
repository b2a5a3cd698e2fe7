using System.Text.Json;
using System.Text.Json.Nodes;
using DataWorth.Artifacts;
using DataWorth.Language.Networks;
using DataWorth.Models.Training;
using static TorchSharp.torch;

namespace DataWorth.Language.Checkpoints;

/// <summary>Opens and writes language models as Hugging Face folders: config.json, and the weights in model.safetensors or in the shards of
/// model.safetensors.index.json.</summary>
/// <remarks>Everything that does not fit is found before the network is made, and said in one error. Weights are read part by part into the
/// network, so that memory never holds more than the model and one tensor.</remarks>
public static class LanguageModelCheckpoint
{
    internal const string ConfigurationFile = "config.json";
    private const int PartElements = 1 << 21;
    private const int CompareSize = 1 << 20;

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>Creates the network that a folder describes and loads its weights.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="type">Element type of the network: float32, bfloat16 or float16, whatever that of the file; null for float32.</param>
    /// <param name="device">Where the network lies; null for the processor.</param>
    /// <param name="cancellationToken">Stops between two parts.</param>
    /// <returns>The network in evaluation mode.</returns>
    /// <exception cref="InvalidDataException">The configuration is not that of a model that is supported, or the folder has an adapter
    /// only.</exception>
    /// <exception cref="CheckpointMismatchException">The weights do not fit the configuration, or files are missing or damaged.</exception>
    public static LanguageModel Open(
        string directory,
        ScalarType? type = null,
        Device? device = null,
        CancellationToken cancellationToken = default
    )
    {
        RefuseAdapter(directory);
        var configuration = Path.Combine(directory, ConfigurationFile);
        var (family, options) = Read(configuration);
        using var files = WeightFiles.OpenFolder(directory);
        Dictionary<string, SourceTensor> sources;
        using (var shape = options.Create(type, META))
        {
            sources = Match(files, shape, family.Names, cancellationToken);
        }

        var network = options.Create(type, device);
        try
        {
            Copy(sources, network, files.Path, cancellationToken);
        }
        catch
        {
            network.Dispose();
            throw;
        }
        network.eval();
        return network;
    }

    /// <summary>Copies the weights of a file into a network.</summary>
    /// <remarks>The prefix of the family ('transformer.', 'model.', 'gpt_neox.') is removed, causal masks and angles are left out. A tied
    /// network takes its one table from either name; where the file has both, they must be the same.</remarks>
    /// <param name="path">The safetensors file.</param>
    /// <param name="network">The network.</param>
    /// <param name="cancellationToken">Stops between two parts.</param>
    /// <exception cref="CheckpointMismatchException">The weights do not fit the network, or it has one table and the file two.</exception>
    public static void LoadWeights(string path, LanguageModel network, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var files = WeightFiles.OpenFile(path);
        Copy(Match(files, network, FamilyTable.Of(network.Shape).Names, cancellationToken), network, path, cancellationToken);
    }

    /// <summary>Whether a folder has the configuration of a model.</summary>
    /// <param name="directory">The folder.</param>
    public static bool IsModel(string directory) => File.Exists(Path.Combine(directory, ConfigurationFile));

    /// <summary>The element type of most weights in a folder's files.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="FileNotFoundException">It has no weights.</exception>
    public static ScalarType StoredType(string directory)
    {
        using var files = WeightFiles.OpenFolder(directory);
        return files
            .Tensors.Select(source => source.Tensor)
            .OfType<SafetensorsTensor>()
            .GroupBy(tensor => tensor.DType)
            .OrderByDescending(group => group.Sum(tensor => tensor.ByteCount))
            .Select(group => TensorTypes.ToTensor(group.Key))
            .FirstOrDefault(ScalarType.Float32);
    }

    /// <summary>Reads a configuration.</summary>
    /// <remarks>Every key is obeyed, known to have no influence on what the network computes, or refused by name.</remarks>
    /// <param name="path">The file config.json.</param>
    /// <exception cref="InvalidDataException">It is not the configuration of a model that is supported.</exception>
    public static LanguageModelOptions ReadOptions(string path) => Read(path).Options;

    /// <summary>Writes a network as a folder that <see cref="Open"/> and Hugging Face's programs read.</summary>
    /// <param name="directory">The folder; made when missing. Files of these names are replaced, each at once.</param>
    /// <param name="network">The network.</param>
    /// <param name="cancellationToken">Stops between two parts.</param>
    /// <exception cref="NotSupportedException">No family has such a network.</exception>
    /// <exception cref="ArtifactStorageException">A file cannot be written.</exception>
    public static void Save(string directory, LanguageModel network, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        var family = FamilyTable.Of(network.Shape);
        Directory.CreateDirectory(directory);
        var tensors = network
            .state_dict()
            .Where(entry => !LoraAdapter.IsAdapter(entry.Key))
            .ToDictionary(entry => family.Names.ToFile(entry.Key), entry => entry.Value);
        WriteTensors(Path.Combine(directory, WeightFiles.SingleFile), tensors, cancellationToken);
        WriteConfiguration(directory, network);
    }

    /// <summary>Writes config.json alone.</summary>
    internal static void WriteConfiguration(string directory, LanguageModel network)
    {
        var family = FamilyTable.Of(network.Shape);
        JsonObject json = new() { ["model_type"] = family.ModelType };
        foreach (var (key, value) in family.Write(network.Shape)!)
        {
            json[key] = value?.DeepClone();
        }

        File.WriteAllText(Path.Combine(directory, ConfigurationFile), json.ToJsonString(s_indented));
    }

    /// <summary>Writes tensors as a file that Hugging Face's programs read.</summary>
    internal static void WriteTensors(string path, Dictionary<string, Tensor> tensors, CancellationToken cancellationToken)
    {
        using var unused = no_grad();
        using var writer = SafetensorsFile.Create(
            path,
            tensors.Select(entry => new SafetensorsEntry(entry.Key, TensorTypes.ToFile(entry.Value.dtype), entry.Value.shape)),
            new Dictionary<string, string> { ["format"] = "pt" }
        );
        foreach (var entry in writer.Tensors)
        {
            using var values = tensors[entry.Name].detach().cpu().contiguous();
            TensorTypes.ForEachBlock(values, PartElements, (bytes, _) => writer.Write(entry.Name, bytes, cancellationToken));
        }

        writer.Commit(cancellationToken);
    }

    /// <summary>Copies tensors of files into those of a network, part by part.</summary>
    internal static void Copy(Dictionary<string, SourceTensor> sources, nn.Module network, string path, CancellationToken cancellationToken)
    {
        using var unused = no_grad();
        var targets = network.state_dict();
        List<string> problems = [];
        List<string> notFinite = [];
        foreach (var (name, source) in sources)
        {
            problems.AddRange(Copy(name, source, targets[name], out var isFinite, cancellationToken));
            if (!isFinite)
            {
                notFinite.Add(name);
            }
        }

        if (notFinite.Count > 0)
        {
            Throw.NotFiniteTensors(path, notFinite);
        }

        if (problems.Count > 0)
        {
            Throw.CheckpointMismatch(path, network.GetType().Name, problems, isDamaged: false);
        }
    }

    private static (LanguageModelFamily Family, LanguageModelOptions Options) Read(string path)
    {
        if (!File.Exists(path))
        {
            Throw.NoConfiguration(path);
        }

        var reader = ConfigurationReader.Open(path);
        string[] types = [.. FamilyTable.Families.Select(family => family.ModelType)];
        var type = reader.Choice("model_type", types);
        if (type is null)
        {
            Throw.MissingConfigurationKey(path, "model_type", $"one of {string.Join(", ", types)}");
        }

        var family = FamilyTable.Families.Single(family => family.ModelType == type);
        var options = family.Read(reader);
        try
        {
            options.Validate();
        }
        catch (ArgumentException exception)
        {
            Throw.BadConfiguration(path, exception);
        }

        RequireTokens(reader);
        RequireCausal(reader);
        reader.Finish(family.Title);
        return (family, options);
    }

    // The head of another task is no table of next tokens.
    private static void RequireCausal(ConfigurationReader reader)
    {
        if (reader.Value("architectures") is { ValueKind: System.Text.Json.JsonValueKind.Array } names)
        {
            var other = names.EnumerateArray().Select(name => name.ToString()).FirstOrDefault(IsOfAnotherTask);
            if (other is not null)
            {
                reader.Refuse("architectures", other, "a model of the next token, such as LlamaForCausalLM");
            }
        }

        static bool IsOfAnotherTask(string name) =>
            name.Contains("For", StringComparison.Ordinal) && !name.Contains("ForCausalLM", StringComparison.Ordinal);
    }

    // A token that the model does not have would be read beside its table.
    private static void RequireTokens(ConfigurationReader reader)
    {
        var size = reader.Count("vocab_size");
        foreach (var key in (string[])["bos_token_id", "eos_token_id"])
        {
            if (
                reader.Value(key) is { ValueKind: System.Text.Json.JsonValueKind.Number } token
                && (!token.TryGetInt64(out var id) || id >= size)
            )
            {
                reader.Refuse(key, token.GetRawText(), $"a token of the vocabulary, below vocab_size = {size}");
            }
        }
    }

    private static Dictionary<string, SourceTensor> Match(
        WeightFiles files,
        LanguageModel network,
        TensorNames names,
        CancellationToken cancellationToken
    )
    {
        var targets = network.state_dict();
        var isTied = !targets.ContainsKey(names.Head);
        var table = files.Tensors.Find(tensor => names.ToNetwork(tensor.Name) == names.Table);
        var head = files.Tensors.Find(tensor => names.ToNetwork(tensor.Name) == names.Head);
        if (isTied && table is not null && head is not null && !AreEqual(table, head, cancellationToken))
        {
            Throw.TwoTables(files.Path, names.Table, names.Head);
        }

        var elsewhere = files.Unreadable.Select(Rename).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var (sources, problems) = CheckpointComparison.Match(targets, files.Tensors, Rename, elsewhere);
        problems.InsertRange(0, files.Problems);
        if (problems.Count > 0)
        {
            var kind = network.GetType().Name;
            Throw.CheckpointMismatch(files.Path, kind, CheckpointComparison.Shortened(problems), files.Problems.Count > 0);
        }

        return sources;

        string? Rename(string name)
        {
            var bare = names.ToNetwork(name);
            return !isTied || bare != names.Head ? bare
                : table is null ? names.Table
                : null;
        }
    }

    private static IEnumerable<string> Copy(
        string name,
        SourceTensor source,
        Tensor target,
        out bool isFinite,
        CancellationToken cancellationToken
    )
    {
        isFinite = true;
        using var scope = NewDisposeScope();
        var type = TensorTypes.ToTensor(source.Tensor!.DType);
        var isNarrower = TensorTypes.Largest(type) > TensorTypes.Largest(target.dtype);
        var count = target.NumberOfElements;
        var (flat, part) = (target.view(-1), empty([Math.Min(count, PartElements)], type));
        for (long start = 0; start < count; start += PartElements)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            var length = Math.Min(PartElements, count - start);
            var values = part.narrow(0, 0, length);
            source.Reader.Read(source.Name, start * part.ElementSize, values.bytes, cancellationToken);
            // A sum shows what is not finite; one that overflows says nothing.
            isFinite &=
                !values.is_floating_point()
                || double.IsFinite(values.sum(ScalarType.Float64).item<double>())
                || values.isfinite().all().item<bool>();
            flat.narrow(0, start, length).copy_(values);
            if (isNarrower && CheckpointComparison.Overflow(name, values, target.dtype).ToList() is { Count: > 0 } lost)
            {
                return lost;
            }
        }

        return [];
    }

    private static bool AreEqual(SourceTensor left, SourceTensor right, CancellationToken cancellationToken)
    {
        if (left.Tensor is not { } first || right.Tensor is not { } second)
        {
            return false;
        }

        if (first.DType != second.DType || !first.Shape.SequenceEqual(second.Shape))
        {
            return false;
        }

        var (leftBytes, rightBytes) = (new byte[CompareSize], new byte[CompareSize]);
        for (long start = 0; start < first.ByteCount; start += CompareSize)
        {
            var length = (int)Math.Min(CompareSize, first.ByteCount - start);
            left.Reader.Read(left.Name, start, leftBytes.AsSpan(0, length), cancellationToken);
            right.Reader.Read(right.Name, start, rightBytes.AsSpan(0, length), cancellationToken);
            if (!leftBytes.AsSpan(0, length).SequenceEqual(rightBytes.AsSpan(0, length)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Refuses a folder with an adapter and no model.</summary>
    /// <exception cref="InvalidDataException">It is one.</exception>
    internal static void RefuseAdapter(string directory)
    {
        if (!File.Exists(Path.Combine(directory, ConfigurationFile)) && File.Exists(Path.Combine(directory, LoraAdapter.ConfigurationFile)))
        {
            Throw.AdapterOnly(directory);
        }
    }
}
