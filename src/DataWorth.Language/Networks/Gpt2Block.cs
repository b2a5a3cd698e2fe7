using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DataWorth.Language.Networks;

/// <summary>Block of GPT-2: x + attention(norm(x)), then x + feedForward(norm(x)).</summary>
public sealed class Gpt2Block : nn.Module<Tensor, SequenceContext, Tensor>
{
    [ComponentName(Name = "ln_1")]
    private readonly LayerNorm _attentionNorm;

    [ComponentName(Name = "attn")]
    private readonly Gpt2Attention _attention;

    [ComponentName(Name = "ln_2")]
    private readonly LayerNorm _feedForwardNorm;

    [ComponentName(Name = "mlp")]
    private readonly Gpt2FeedForward _feedForward;

    /// <summary>Creates a block.</summary>
    /// <param name="options">Shape.</param>
    /// <param name="layer">Number of the block.</param>
    /// <param name="type">Element type.</param>
    /// <param name="device">Where the weights lie.</param>
    public Gpt2Block(Gpt2Options options, int layer, ScalarType type, Device? device)
        : base(nameof(Gpt2Block))
    {
        _attentionNorm = nn.LayerNorm(options.Width, options.NormEpsilon, device: device, dtype: type);
        _attention = new Gpt2Attention(options, layer, type, device);
        _feedForwardNorm = nn.LayerNorm(options.Width, options.NormEpsilon, device: device, dtype: type);
        _feedForward = new Gpt2FeedForward(options, type, device);
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
