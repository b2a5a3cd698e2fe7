using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DataWorth.Language.Networks;

/// <summary>Block of GPT-NeoX: x + attention(norm(x)) + feedForward(norm'(x)), or one part after the other.</summary>
public sealed class GptNeoXBlock : nn.Module<Tensor, SequenceContext, Tensor>
{
    private readonly bool _isParallel;

    [ComponentName(Name = "input_layernorm")]
    private readonly LayerNorm _attentionNorm;

    [ComponentName(Name = "post_attention_layernorm")]
    private readonly LayerNorm _feedForwardNorm;

    [ComponentName(Name = "attention")]
    private readonly GptNeoXAttention _attention;

    [ComponentName(Name = "mlp")]
    private readonly GptNeoXFeedForward _feedForward;

    /// <summary>Creates a block.</summary>
    /// <param name="options">Shape.</param>
    /// <param name="layer">Number of the block.</param>
    /// <param name="type">Element type.</param>
    /// <param name="device">Where the weights lie.</param>
    public GptNeoXBlock(GptNeoXOptions options, int layer, ScalarType type, Device? device)
        : base(nameof(GptNeoXBlock))
    {
        _isParallel = options.IsParallel;
        _attentionNorm = nn.LayerNorm(options.Width, options.NormEpsilon, device: device, dtype: type);
        _feedForwardNorm = nn.LayerNorm(options.Width, options.NormEpsilon, device: device, dtype: type);
        _attention = new GptNeoXAttention(options, layer, type, device);
        _feedForward = new GptNeoXFeedForward(options, type, device);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, SequenceContext context)
    {
        using var scope = NewDisposeScope();
        var value = input + _attention.call(_attentionNorm.call(input), context);
        return (value + _feedForward.call(_feedForwardNorm.call(_isParallel ? input : value))).MoveToOuterDisposeScope();
    }
}
