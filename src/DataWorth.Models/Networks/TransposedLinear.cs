using DataWorth.Gradients;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DataWorth.Models.Networks;

/// <summary>Affine map y = x W + b with the weight stored as [I, O], as GPT-2 checkpoints have it: [*, I] to [*, O].</summary>
public sealed class TransposedLinear : nn.Module<Tensor, Tensor>, ITrackable
{
    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;

    [ComponentName(Name = "bias")]
    private readonly Parameter _bias;

    /// <summary>Creates a map with normal weights of standard deviation 0.02 and zero biases.</summary>
    /// <param name="inputs">Number of inputs I.</param>
    /// <param name="outputs">Number of outputs O.</param>
    public TransposedLinear(long inputs, long outputs)
        : base(nameof(TransposedLinear))
    {
        _weight = new Parameter(nn.init.normal_(empty([inputs, outputs]), 0, 0.02));
        _bias = new Parameter(zeros([outputs]));
        RegisterComponents();
    }

    /// <summary>Weight W, [I, O].</summary>
    public Parameter Weight => _weight;

    /// <summary>Bias b, [O].</summary>
    public Parameter Bias => _bias;

    /// <inheritdoc/>
    public TrackedModule Track(string name, bool trackBias) =>
        new TrackedLinear(name, this, _weight, _weight.shape[1], _weight.shape[0], trackBias ? _bias : null, isTransposed: true);

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var transposed = _weight.t();
        return nn.functional.linear(input, transposed, _bias);
    }
}
