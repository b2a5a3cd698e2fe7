using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DataWorth.Language.Networks;

/// <summary>Block of Llama: x + attention(norm(x)), then x + feedForward(norm(x)).</summary>
public sealed class LlamaBlock : nn.Module<Tensor, SequenceContext, Tensor>
{
    [ComponentName(Name = "input_layernorm")]
    private readonly RmsNorm _attentionNorm;

    [ComponentName(Name = "self_attn")]
    private readonly LlamaAttention _attention;

    [ComponentName(Name = "post_attention_layernorm")]
    private readonly RmsNorm _feedForwardNorm;

    [ComponentName(Name = "mlp")]
    private readonly LlamaFeedForward _feedForward;

    /// <summary>Creates a block.</summary>
    /// <param name="options">Shape.</param>
    /// <param name="layer">Number of the block.</param>
    /// <param name="type">Element type.</param>
    /// <param name="device">Where the weights lie.</param>
    public LlamaBlock(LlamaOptions options, int layer, ScalarType type, Device? device)
        : base(nameof(LlamaBlock))
    {
        _attentionNorm = new RmsNorm(options.Width, options.NormEpsilon, type, device);
        _attention = new LlamaAttention(options, layer, type, device);
        _feedForwardNorm = new RmsNorm(options.Width, options.NormEpsilon, type, device);
        _feedForward = new LlamaFeedForward(options, type, device);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, SequenceContext context)
    {
        using var scope = NewDisposeScope();
        var value = input + _attention.call(_attentionNorm.call(input), context);
        return (value + _feedForward.call(_feedForwardNorm.call(value))).MoveToOuterDisposeScope();
    }
}
