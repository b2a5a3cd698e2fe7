using DataWorth.Artifacts;
using DataWorth.Models.Training;

namespace DataWorth.Models.Networks;

/// <summary>Opens GPT-2 checkpoints of Hugging Face: a folder with config.json and model.safetensors.</summary>
public static class Gpt2Checkpoint
{
    private const string Prefix = "transformer.";
    private const string Table = "wte.weight";
    private const string Head = "lm_head.weight";
    private const int BlockSize = 1 << 20;

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
    /// <remarks>A prefix 'transformer.' is removed and causal masks are left out. Matrices are [inputs, outputs], as GPT-2 has them. A tied
    /// network takes its one table from 'wte.weight' or 'lm_head.weight'; where the file has both, they must be the same.</remarks>
    /// <param name="path">The safetensors file.</param>
    /// <param name="network">The network.</param>
    /// <param name="cancellationToken">Stops between two tensors.</param>
    /// <exception cref="CheckpointMismatchException">The weights do not fit the network, or it has one table and the file two.</exception>
    public static void LoadWeights(string path, Gpt2 network, CancellationToken cancellationToken = default)
    {
        using var reader = SafetensorsFile.Open(path, allowOtherTypes: true);
        var table = reader.Tensors.FirstOrDefault(tensor => Bare(tensor.Name) == Table);
        var head = reader.Tensors.FirstOrDefault(tensor => Bare(tensor.Name) == Head);
        var isTied = network.Options.HasTiedHead;
        if (isTied && table is not null && head is not null && !AreEqual(reader, table, head, cancellationToken))
        {
            Throw.TwoTables(path);
        }

        Checkpoints.Load(reader, path, network, Rename, cancellationToken);

        string? Rename(string name)
        {
            var bare = Bare(name);
            var isMask =
                bare.EndsWith(".attn.bias", StringComparison.Ordinal) || bare.EndsWith(".attn.masked_bias", StringComparison.Ordinal);
            return isMask ? null
                : !isTied || bare != Head ? bare
                : table is null ? Table
                : null;
        }
    }

    /// <summary>Reads a configuration.</summary>
    /// <remarks>Every key is obeyed, known to have no influence on what the network computes, or refused by name.</remarks>
    /// <param name="path">The file config.json.</param>
    /// <exception cref="InvalidDataException">It is not the configuration of a GPT-2 model that is supported.</exception>
    public static Gpt2Options ReadOptions(string path) => Gpt2Configuration.Read(path);

    private static string Bare(string name) => name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;

    private static bool AreEqual(
        SafetensorsReader reader,
        SafetensorsTensor left,
        SafetensorsTensor right,
        CancellationToken cancellationToken
    )
    {
        if (left.DType != right.DType || !left.Shape.SequenceEqual(right.Shape))
        {
            return false;
        }

        var (leftBytes, rightBytes) = (new byte[BlockSize], new byte[BlockSize]);
        for (long start = 0; start < left.ByteCount; start += BlockSize)
        {
            var length = (int)Math.Min(BlockSize, left.ByteCount - start);
            reader.Read(left.Name, start, leftBytes.AsSpan(0, length), cancellationToken);
            reader.Read(right.Name, start, rightBytes.AsSpan(0, length), cancellationToken);
            if (!leftBytes.AsSpan(0, length).SequenceEqual(rightBytes.AsSpan(0, length)))
            {
                return false;
            }
        }

        return true;
    }
}
