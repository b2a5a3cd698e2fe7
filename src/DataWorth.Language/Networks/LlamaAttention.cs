using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DataWorth.Language.Networks;

/// <summary>Causal self-attention of Llama, with rotary positions and grouped queries: [B, T, E] to [B, T, E].</summary>
public sealed class LlamaAttention : nn.Module<Tensor, SequenceContext, Tensor>
{
    private readonly int _layer;
    private readonly long _size;
    private readonly double _dropProbability;

    [ComponentName(Name = "q_proj")]
    private readonly Projection _queries;

    [ComponentName(Name = "k_proj")]
    private readonly Projection _keys;

    [ComponentName(Name = "v_proj")]
    private readonly Projection _values;

    [ComponentName(Name = "o_proj")]
    private readonly Projection _output;

    /// <summary>Creates the part.</summary>
    /// <param name="options">Shape.</param>
    /// <param name="layer">Number of the block.</param>
    /// <param name="type">Element type.</param>
    /// <param name="device">Where the weights lie.</param>
    public LlamaAttention(LlamaOptions options, int layer, ScalarType type, Device? device)
        : base(nameof(LlamaAttention))
    {
        (_layer, _size, _dropProbability) = (layer, options.FeaturesOfAHead, options.AttentionDropout);
        var (all, shared) = (options.Heads * _size, (options.KeyValueHeads ?? options.Heads) * _size);
        _queries = new Projection(options.Width, all, options.HasQueryKeyValueBias, type, device);
        _keys = new Projection(options.Width, shared, options.HasQueryKeyValueBias, type, device);
        _values = new Projection(options.Width, shared, options.HasQueryKeyValueBias, type, device);
        _output = new Projection(all, options.Width, options.HasOutputBias, type, device);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, SequenceContext context)
    {
        using var scope = NewDisposeScope();
        var joined = context.Attend(
            _layer,
            context.Turn(Heads(_queries.call(input))),
            context.Turn(Heads(_keys.call(input))),
            Heads(_values.call(input)),
            training ? _dropProbability : 0
        ); // [B, T, H D]
        return _output.call(joined).MoveToOuterDisposeScope();
    }

    private Tensor Heads(Tensor values) => values.view(values.shape[0], values.shape[1], -1, _size).transpose(1, 2); // [B, H, T, D]
}
