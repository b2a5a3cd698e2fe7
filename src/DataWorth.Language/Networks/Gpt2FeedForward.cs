using DataWorth.Models.Networks;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DataWorth.Language.Networks;

/// <summary>Feed-forward part of GPT-2: [B, T, E] to [B, T, E].</summary>
public sealed class Gpt2FeedForward : nn.Module<Tensor, Tensor>
{
    private readonly GeluKind _gelu;

    [ComponentName(Name = "c_fc")]
    private readonly TransposedLinear _widen;

    [ComponentName(Name = "c_proj")]
    private readonly TransposedLinear _output;

    [ComponentName(Name = "dropout")]
    private readonly Dropout _dropout;

    /// <summary>Creates the part.</summary>
    /// <param name="options">Shape.</param>
    /// <param name="type">Element type.</param>
    /// <param name="device">Where the weights lie.</param>
    public Gpt2FeedForward(Gpt2Options options, ScalarType type, Device? device)
        : base(nameof(Gpt2FeedForward))
    {
        _gelu = options.Gelu;
        var inner = options.InnerWidth ?? 4 * options.Width;
        _widen = new TransposedLinear(options.Width, inner, type, device);
        _output = new TransposedLinear(inner, options.Width, type, device);
        _dropout = nn.Dropout(options.Dropout);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var inner = _widen.call(input); // [B, T, 4E]
        inner = Activations.Gelu(inner, _gelu);
        return _dropout.call(_output.call(inner)).MoveToOuterDisposeScope();
    }
}
