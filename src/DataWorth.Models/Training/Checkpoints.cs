using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DataWorth.Artifacts;
using static TorchSharp.torch;

namespace DataWorth.Models.Training;

/// <summary>Saves and loads the weights of networks as safetensors files, which Python reads too.</summary>
public static class Checkpoints
{
    private const string VersionKey = "dataworth.version";
    private const string NetworkKey = "network";
    private const string TrainingKey = "training";
    private const int BlockSize = 1 << 26;

    /// <summary>Writes all parameters and persistent buffers, and replaces the file at once when all is written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="module">The network.</param>
    /// <param name="metadata">What to say of it; the version is filled in. Null for nothing else.</param>
    /// <param name="cancellationToken">Stops; an earlier file stays.</param>
    /// <exception cref="ArtifactStorageException">The file cannot be written.</exception>
    public static void Save(
        string path,
        nn.Module module,
        CheckpointMetadata? metadata = null,
        CancellationToken cancellationToken = default
    )
    {
        using var scope = NewDisposeScope();
        using var unused = no_grad();
        var tensors = module.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach().cpu().contiguous());
        var entries = tensors.Select(entry => new SafetensorsEntry(entry.Key, TensorTypes.ToFile(entry.Value.dtype), entry.Value.shape));
        using var writer = SafetensorsFile.Create(path, entries, Texts(metadata));
        foreach (var entry in writer.Tensors)
        {
            TensorTypes.ForEachBlock(tensors[entry.Name], BlockSize, (bytes, _) => writer.Write(entry.Name, bytes, cancellationToken));
        }
        writer.Commit(cancellationToken);
    }

    /// <summary>Copies a file into a network of the same shape; floating-point types are converted, integers are no weights.</summary>
    /// <remarks>Prefixes that wrappers put in front of all names ("module.", "model.", "_orig_mod.") are left out if the network has none.
    /// Nothing is copied before every difference has been found.</remarks>
    /// <param name="path">The file.</param>
    /// <param name="module">The network.</param>
    /// <param name="cancellationToken">Stops between two tensors.</param>
    /// <returns>What the file says of itself.</returns>
    /// <exception cref="CheckpointMismatchException">A tensor is missing, unexpected, of another shape or kind of number, or has a number that
    /// the network's element type cannot hold.</exception>
    /// <exception cref="ArtifactException">There is no such file, or it is damaged.</exception>
    public static CheckpointMetadata Load(string path, nn.Module module, CancellationToken cancellationToken = default)
    {
        using var reader = SafetensorsFile.Open(path, allowOtherTypes: true);
        var metadata = Parse(path, reader.Metadata);
        var tensors = SourceTensor.Of(reader);
        var prefix = CheckpointComparison.Prefix([.. tensors.Select(tensor => tensor.Name)], [.. module.state_dict().Keys]);
        Load(tensors, path, module, name => name[prefix.Length..], cancellationToken);
        return metadata with { Prefix = prefix };
    }

    /// <summary>Creates the network that a file holds, and loads it.</summary>
    /// <param name="path">The file, written with <see cref="CheckpointMetadata.Network"/>.</param>
    /// <param name="cancellationToken">Stops between two tensors.</param>
    /// <returns>The network in evaluation mode, and what the file says of itself.</returns>
    /// <exception cref="InvalidDataException">The file does not say which network it holds.</exception>
    public static (nn.Module<Tensor, Tensor> Network, CheckpointMetadata Metadata) Open(
        string path,
        CancellationToken cancellationToken = default
    )
    {
        var metadata = ReadMetadata(path);
        if (metadata.Network is null)
        {
            Throw.NoNetworkInCheckpoint(path);
        }

        var network = metadata.Network.Create();
        try
        {
            Load(path, network, cancellationToken);
        }
        catch
        {
            network.Dispose();
            throw;
        }
        network.eval();
        return (network, metadata);
    }

    /// <summary>Reads what a file says of itself.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ArtifactException">There is no such file, or it is damaged.</exception>
    /// <exception cref="InvalidDataException">What it says is not of this program.</exception>
    public static CheckpointMetadata ReadMetadata(string path)
    {
        using var reader = SafetensorsFile.Open(path, allowOtherTypes: true);
        return Parse(path, reader.Metadata);
    }

    private static void Load(
        IReadOnlyList<SourceTensor> tensors,
        string path,
        nn.Module module,
        Func<string, string?> rename,
        CancellationToken cancellationToken
    )
    {
        using var unused = no_grad();
        var targets = module.state_dict();
        var (sources, problems) = CheckpointComparison.Match(targets, tensors, rename);
        foreach (var (name, source) in sources)
        {
            if (TensorTypes.Largest(TensorTypes.ToTensor(source.Tensor!.DType)) > TensorTypes.Largest(targets[name].dtype))
            {
                using var scope = NewDisposeScope();
                problems.AddRange(CheckpointComparison.Overflow(name, Read(source, cancellationToken), targets[name].dtype));
            }
        }

        if (problems.Count > 0)
        {
            Throw.CheckpointMismatch(path, module.GetType().Name, CheckpointComparison.Shortened(problems));
        }

        foreach (var (name, source) in sources)
        {
            using var scope = NewDisposeScope();
            targets[name].copy_(Read(source, cancellationToken));
        }
    }

    private static Tensor Read(SourceTensor source, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var values = empty([.. source.Tensor!.Shape], TensorTypes.ToTensor(source.Tensor.DType));
        TensorTypes.ForEachBlock(values, BlockSize, (bytes, offset) => source.Reader.Read(source.Name, offset, bytes, cancellationToken));
        return values;
    }

    private static Dictionary<string, string> Texts(CheckpointMetadata? metadata)
    {
        var texts = new Dictionary<string, string> { ["format"] = "pt", [VersionKey] = ProgramVersion };
        if (metadata?.Network is { } network)
        {
            texts[NetworkKey] = JsonSerializer.Serialize(network, CheckpointJsonContext.Default.NetworkOptions);
        }

        if (metadata?.Training is { } training)
        {
            texts[TrainingKey] = JsonSerializer.Serialize(training, CheckpointJsonContext.Default.TrainingOptions);
        }

        return texts;
    }

    private static CheckpointMetadata Parse(string path, IReadOnlyDictionary<string, string> texts) =>
        new()
        {
            ProgramVersion = texts.GetValueOrDefault(VersionKey),
            Network = Parse(path, texts, NetworkKey, CheckpointJsonContext.Default.NetworkOptions),
            Training = Parse(path, texts, TrainingKey, CheckpointJsonContext.Default.TrainingOptions),
        };

    private static T? Parse<T>(string path, IReadOnlyDictionary<string, string> texts, string key, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return texts.TryGetValue(key, out var text) ? JsonSerializer.Deserialize(text, type) : null;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            Throw.BadCheckpointMetadata(path, key, exception);
            throw;
        }
    }

    private static string ProgramVersion =>
        typeof(Checkpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
