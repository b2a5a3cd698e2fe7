using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DataWorth.Models.Networks;

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
    public Gpt2FeedForward(Gpt2Options options)
        : base(nameof(Gpt2FeedForward))
    {
        _gelu = options.Gelu;
        var inner = options.InnerWidth ?? 4 * options.Width;
        _widen = new TransposedLinear(options.Width, inner);
        _output = new TransposedLinear(inner, options.Width);
        _dropout = nn.Dropout(options.Dropout);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var inner = _widen.call(input); // [B, T, 4E]
        inner = _gelu == GeluKind.Exact ? nn.functional.gelu(inner) : TanhGelu(inner);
        return _dropout.call(_output.call(inner)).MoveToOuterDisposeScope();
    }

    private static Tensor TanhGelu(Tensor x)
    {
        var argument = (x + 0.044715 * x * x * x) * Math.Sqrt(2 / Math.PI);
        return 0.5 * x * (argument.tanh() + 1);
    }
}
