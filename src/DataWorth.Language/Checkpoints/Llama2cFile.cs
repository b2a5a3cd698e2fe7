using System.Buffers.Binary;
using DataWorth.Language.Networks;
using DataWorth.Models.Training;
using static TorchSharp.torch;

namespace DataWorth.Language.Checkpoints;

/// <summary>Opens model files of llama2.c, version 0: seven numbers, then all weights in float32.</summary>
/// <remarks>
/// int32: width, inner width, layers, heads, heads of keys and values, vocabulary (negative: an output layer of its own), positions. Then, each
/// for all layers: token table; scales before attention; queries, keys, values, output [O, I]; scales before the feed-forward part; gate,
/// down, up; the last scale; cosines and sines of the positions, which are computed here; the output layer if it is of its own.
/// There feature 2i of a head is turned with 2i + 1, here i with i + D / 2: rows of queries and keys are reordered.
/// </remarks>
public static class Llama2cFile
{
    private const int HeaderCount = 7;

    /// <summary>Creates the network of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops between two tensors.</param>
    /// <returns>The network in evaluation mode.</returns>
    /// <exception cref="InvalidDataException">The file is none of llama2.c, or has not the length that its numbers give.</exception>
    public static Llama Open(string path, CancellationToken cancellationToken = default)
    {
        using var stream = File.OpenRead(path);
        var header = new byte[HeaderCount * sizeof(int)];
        if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
        {
            Throw.NotLlama2c(path, $"it has {stream.Length} bytes", $"at least {header.Length}");
        }

        int[] numbers =
        [
            .. Enumerable.Range(0, HeaderCount).Select(index => BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(index * sizeof(int)))),
        ];
        var (width, inner, layers, heads, shared, vocabulary, positions) = (
            numbers[0],
            numbers[1],
            numbers[2],
            numbers[3],
            numbers[4],
            numbers[5],
            numbers[6]
        );
        if (
            numbers.Index().Any(number => number.Index == 5 ? number.Item is 0 or int.MinValue : number.Item < 1)
            || width % heads != 0
            || width / heads % 2 != 0
            || heads % shared != 0
        )
        {
            Throw.NotLlama2c(path, $"it begins with {string.Join(", ", numbers)}", "sizes that are at least 1 and go together");
        }

        long size = width / heads;
        var attention = 2L * width * width + 2L * width * shared * size;
        var count =
            ((vocabulary < 0 ? 2 : 1) * Math.Abs((long)vocabulary) * width)
            + (layers * ((2L * width) + attention + (3L * width * inner)))
            + width
            + (positions * size);
        if (stream.Length != header.Length + (count * sizeof(float)))
        {
            Throw.NotLlama2c(path, $"it has {stream.Length} bytes", $"{header.Length + (count * sizeof(float))}");
        }

        var network = new Llama(
            new LlamaOptions
            {
                VocabularySize = Math.Abs(vocabulary),
                Positions = positions,
                Width = width,
                InnerWidth = inner,
                Layers = layers,
                Heads = heads,
                KeyValueHeads = shared,
                NormEpsilon = 1e-5,
                HasTiedHead = vocabulary > 0,
            }
        );
        try
        {
            Fill(network, stream, (int)size, cancellationToken);
        }
        catch
        {
            network.Dispose();
            throw;
        }
        network.eval();
        return network;
    }

    private static void Fill(Llama network, FileStream stream, int size, CancellationToken cancellationToken)
    {
        using var unused = no_grad();
        var targets = network.state_dict();
        Read("embed_tokens");
        ReadLayers("input_layernorm");
        ReadLayers("self_attn.q_proj", isTurned: true);
        ReadLayers("self_attn.k_proj", isTurned: true);
        ReadLayers("self_attn.v_proj");
        ReadLayers("self_attn.o_proj");
        ReadLayers("post_attention_layernorm");
        ReadLayers("mlp.gate_proj");
        ReadLayers("mlp.down_proj");
        ReadLayers("mlp.up_proj");
        Read("norm");
        stream.Seek(network.Options.Positions * size * sizeof(float), SeekOrigin.Current);
        if (!network.Options.HasTiedHead)
        {
            Read("lm_head");
        }

        void ReadLayers(string name, bool isTurned = false)
        {
            for (var layer = 0; layer < network.Layers; layer++)
            {
                Read($"layers.{layer}.{name}", isTurned);
            }
        }

        void Read(string name, bool isTurned = false)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var target = targets[name + ".weight"];
            var values = empty(target.shape);
            TensorTypes.ForEachBlock(values, 1 << 21, (bytes, _) => stream.ReadExactly(bytes));
            if (isTurned)
            {
                values = values.view(-1, size / 2, 2, target.shape[1]).transpose(1, 2).reshape(target.shape); // [O, I]
            }

            target.copy_(values);
        }
    }
}
