using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DataWorth.Models.Networks;

/// <summary>Block of GPT-2: x + attention(norm(x)), then x + feedForward(norm(x)).</summary>
public sealed class Gpt2Block : nn.Module<Tensor, Tensor>
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
    public Gpt2Block(Gpt2Options options)
        : base(nameof(Gpt2Block))
    {
        _attentionNorm = nn.LayerNorm(options.Width, options.NormEpsilon);
        _attention = new Gpt2Attention(options);
        _feedForwardNorm = nn.LayerNorm(options.Width, options.NormEpsilon);
        _feedForward = new Gpt2FeedForward(options);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var value = input + _attention.call(_attentionNorm.call(input));
        return (value + _feedForward.call(_feedForwardNorm.call(value))).MoveToOuterDisposeScope();
    }
}
