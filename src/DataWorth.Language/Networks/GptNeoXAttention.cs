using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DataWorth.Language.Networks;

/// <summary>Causal self-attention of GPT-NeoX, with rotary positions on a share of the features: [B, T, E] to [B, T, E].</summary>
public sealed class GptNeoXAttention : nn.Module<Tensor, SequenceContext, Tensor>
{
    private readonly int _layer;
    private readonly long _heads;
    private readonly double _dropProbability;

    [ComponentName(Name = "query_key_value")]
    private readonly Projection _project;

    [ComponentName(Name = "dense")]
    private readonly Projection _output;

    /// <summary>Creates the part.</summary>
    /// <param name="options">Shape.</param>
    /// <param name="layer">Number of the block.</param>
    /// <param name="type">Element type.</param>
    /// <param name="device">Where the weights lie.</param>
    public GptNeoXAttention(GptNeoXOptions options, int layer, ScalarType type, Device? device)
        : base(nameof(GptNeoXAttention))
    {
        (_layer, _heads, _dropProbability) = (layer, options.Heads, options.AttentionDropout);
        _project = new Projection(options.Width, 3 * options.Width, options.HasAttentionBias, type, device);
        _output = new Projection(options.Width, options.Width, options.HasAttentionBias, type, device);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, SequenceContext context)
    {
        using var scope = NewDisposeScope();
        var (batch, length, width) = (input.shape[0], input.shape[1], input.shape[2]);
        // The rows of the weight go head by head: query, key and value of the first, then of the second.
        var parts = _project.call(input).view(batch, length, _heads, 3, width / _heads).permute(3, 0, 2, 1, 4); // [3, B, H, T, E/H]
        var dropout = training ? _dropProbability : 0;
        var joined = context.Attend(_layer, context.Turn(parts[0]), context.Turn(parts[1]), parts[2], dropout); // [B, T, E]
        return _output.call(joined).MoveToOuterDisposeScope();
    }
}
