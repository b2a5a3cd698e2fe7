using DataWorth.Models.Networks;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DataWorth.Language.Networks;

/// <summary>Feed-forward part of GPT-NeoX: [B, T, E] to [B, T, E].</summary>
public sealed class GptNeoXFeedForward : nn.Module<Tensor, Tensor>
{
    private readonly GeluKind _gelu;

    [ComponentName(Name = "dense_h_to_4h")]
    private readonly Projection _widen;

    [ComponentName(Name = "dense_4h_to_h")]
    private readonly Projection _output;

    /// <summary>Creates the part.</summary>
    /// <param name="options">Shape.</param>
    /// <param name="type">Element type.</param>
    /// <param name="device">Where the weights lie.</param>
    public GptNeoXFeedForward(GptNeoXOptions options, ScalarType type, Device? device)
        : base(nameof(GptNeoXFeedForward))
    {
        _gelu = options.Gelu;
        _widen = new Projection(options.Width, options.InnerWidth, true, type, device);
        _output = new Projection(options.InnerWidth, options.Width, true, type, device);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return _output.call(Activations.Gelu(_widen.call(input), _gelu)).MoveToOuterDisposeScope();
    }
}
