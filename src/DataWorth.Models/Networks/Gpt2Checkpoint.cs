using System.Text.Json;
using DataWorth.Artifacts;
using DataWorth.Models.Training;

namespace DataWorth.Models.Networks;

/// <summary>Opens GPT-2 checkpoints of Hugging Face: a folder with config.json and model.safetensors.</summary>
public static class Gpt2Checkpoint
{
    /// <summary>Creates the network that a folder describes and loads its weights.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="cancellationToken">Stops between two tensors.</param>
    /// <returns>The network in evaluation mode.</returns>
    /// <exception cref="InvalidDataException">The configuration is not that of a GPT-2 model that is supported.</exception>
    /// <exception cref="CheckpointMismatchException">The weights do not fit the configuration.</exception>
    public static Gpt2 Open(string directory, CancellationToken cancellationToken = default)
    {
        var network = new Gpt2(ReadOptions(Path.Combine(directory, "config.json")));
        try
        {
            LoadWeights(Path.Combine(directory, "model.safetensors"), network, cancellationToken);
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
    /// <remarks>A prefix 'transformer.' is removed; causal masks and the copy of a tied output layer are left out.</remarks>
    /// <param name="path">The safetensors file.</param>
    /// <param name="network">The network.</param>
    /// <param name="cancellationToken">Stops between two tensors.</param>
    public static void LoadWeights(string path, Gpt2 network, CancellationToken cancellationToken = default)
    {
        using var reader = SafetensorsFile.Open(path);
        Checkpoints.Load(reader, path, network, name => Rename(name, network.Options.HasTiedHead), cancellationToken);
    }

    /// <summary>Reads a configuration.</summary>
    /// <param name="path">The file config.json.</param>
    /// <exception cref="InvalidDataException">It is not the configuration of a GPT-2 model that is supported.</exception>
    public static Gpt2Options ReadOptions(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var root = document.RootElement;
        if (Text("model_type") is { } type and not "gpt2")
        {
            Throw.BadConfiguration(path, "model_type", type, "'gpt2'");
        }

        var activation = Text("activation_function") ?? "gelu_new";
        if (activation is not ("gelu_new" or "gelu_pytorch_tanh" or "gelu"))
        {
            Throw.BadConfiguration(path, "activation_function", activation, "'gelu_new', 'gelu_pytorch_tanh' or 'gelu'");
        }
        if (Flag("scale_attn_by_inverse_layer_idx"))
        {
            Throw.BadConfiguration(path, "scale_attn_by_inverse_layer_idx", "true", "false");
        }

        var defaults = new Gpt2Options();
        return new Gpt2Options
        {
            VocabularySize = Number("vocab_size") ?? defaults.VocabularySize,
            Positions = Number("n_positions") ?? defaults.Positions,
            Width = Number("n_embd") ?? defaults.Width,
            Layers = (int)(Number("n_layer") ?? defaults.Layers),
            Heads = Number("n_head") ?? defaults.Heads,
            InnerWidth = Number("n_inner"),
            NormEpsilon = Find("layer_norm_epsilon")?.GetDouble() ?? defaults.NormEpsilon,
            Gelu = activation == "gelu" ? GeluKind.Exact : GeluKind.Tanh,
            HasTiedHead = Find("tie_word_embeddings")?.GetBoolean() ?? true,
            Dropout = Find("resid_pdrop")?.GetDouble() ?? defaults.Dropout,
        };

        JsonElement? Find(string key) => root.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

        string? Text(string key) => Find(key)?.GetString();

        long? Number(string key) => Find(key)?.GetInt64();

        bool Flag(string key) => Find(key)?.GetBoolean() ?? false;
    }

    private static string? Rename(string name, bool isTied)
    {
        const string Prefix = "transformer.";
        if (name.StartsWith(Prefix, StringComparison.Ordinal))
        {
            name = name[Prefix.Length..];
        }

        if (name.EndsWith(".attn.bias", StringComparison.Ordinal) || name.EndsWith(".attn.masked_bias", StringComparison.Ordinal))
        {
            return null;
        }

        return isTied && name == "lm_head.weight" ? null : name;
    }
}
