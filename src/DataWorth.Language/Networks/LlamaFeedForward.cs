using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DataWorth.Language.Networks;

/// <summary>Feed-forward part of Llama, down(silu(gate(x)) ⊙ up(x)): [B, T, E] to [B, T, E].</summary>
public sealed class LlamaFeedForward : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "gate_proj")]
    private readonly Projection _gate;

    [ComponentName(Name = "up_proj")]
    private readonly Projection _up;

    [ComponentName(Name = "down_proj")]
    private readonly Projection _down;

    /// <summary>Creates the part.</summary>
    /// <param name="options">Shape.</param>
    /// <param name="type">Element type.</param>
    /// <param name="device">Where the weights lie.</param>
    public LlamaFeedForward(LlamaOptions options, ScalarType type, Device? device)
        : base(nameof(LlamaFeedForward))
    {
        _gate = new Projection(options.Width, options.InnerWidth, options.HasFeedForwardBias, type, device);
        _up = new Projection(options.Width, options.InnerWidth, options.HasFeedForwardBias, type, device);
        _down = new Projection(options.InnerWidth, options.Width, options.HasFeedForwardBias, type, device);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return _down.call(nn.functional.silu(_gate.call(input)) * _up.call(input)).MoveToOuterDisposeScope();
    }
}
