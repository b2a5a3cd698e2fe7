using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DataWorth.Models.Networks;

/// <summary>Causal self-attention of GPT-2: [B, T, E] to [B, T, E].</summary>
public sealed class Gpt2Attention : nn.Module<Tensor, Tensor>
{
    private readonly long _heads;
    private readonly double _dropProbability;

    [ComponentName(Name = "c_attn")]
    private readonly TransposedLinear _project;

    [ComponentName(Name = "c_proj")]
    private readonly TransposedLinear _output;

    [ComponentName(Name = "resid_dropout")]
    private readonly Dropout _dropout;

    /// <summary>Creates the part.</summary>
    /// <param name="options">Shape.</param>
    public Gpt2Attention(Gpt2Options options)
        : base(nameof(Gpt2Attention))
    {
        _heads = options.Heads;
        _dropProbability = options.AttentionDropout ?? options.Dropout;
        _project = new TransposedLinear(options.Width, 3 * options.Width);
        _output = new TransposedLinear(options.Width, options.Width);
        _dropout = nn.Dropout(options.Dropout);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var (batch, length, width) = (input.shape[0], input.shape[1], input.shape[2]);
        var parts = _project.call(input).view(batch, length, 3, _heads, width / _heads).permute(2, 0, 3, 1, 4); // [3, B, H, T, E/H]
        var mixed = nn.functional.scaled_dot_product_attention(
            parts[0],
            parts[1],
            parts[2],
            p: training ? _dropProbability : 0,
            is_casual: true
        ); // [B, H, T, E/H]
        var joined = mixed.transpose(1, 2).reshape(batch, length, width); // [B, T, E]
        return _dropout.call(_output.call(joined)).MoveToOuterDisposeScope();
    }
}
