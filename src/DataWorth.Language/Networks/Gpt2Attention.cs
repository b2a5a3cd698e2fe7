using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DataWorth.Language.Networks;

/// <summary>Causal self-attention of GPT-2: [B, T, E] to [B, T, E].</summary>
public sealed class Gpt2Attention : nn.Module<Tensor, SequenceContext, Tensor>
{
    private readonly int _layer;
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
    /// <param name="layer">Number of the block.</param>
    /// <param name="type">Element type.</param>
    /// <param name="device">Where the weights lie.</param>
    public Gpt2Attention(Gpt2Options options, int layer, ScalarType type, Device? device)
        : base(nameof(Gpt2Attention))
    {
        (_layer, _heads) = (layer, options.Heads);
        _dropProbability = options.AttentionDropout ?? options.Dropout;
        _project = new TransposedLinear(options.Width, 3 * options.Width, type, device);
        _output = new TransposedLinear(options.Width, options.Width, type, device);
        _dropout = nn.Dropout(options.Dropout);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, SequenceContext context)
    {
        using var scope = NewDisposeScope();
        var (batch, length, width) = (input.shape[0], input.shape[1], input.shape[2]);
        var parts = _project.call(input).view(batch, length, 3, _heads, width / _heads).permute(2, 0, 3, 1, 4); // [3, B, H, T, E/H]
        var joined = context.Attend(_layer, parts[0], parts[1], parts[2], training ? _dropProbability : 0); // [B, T, E]
        return _dropout.call(_output.call(joined)).MoveToOuterDisposeScope();
    }
}
