using DataWorth.Gradients;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DataWorth.Language.Networks;

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
    /// <param name="type">Element type; null for float32.</param>
    /// <param name="device">Where the weights lie; null for the processor.</param>
    public TransposedLinear(long inputs, long outputs, ScalarType? type = null, Device? device = null)
        : base(nameof(TransposedLinear))
    {
        _weight = new Parameter(nn.init.normal_(empty([inputs, outputs], type ?? ScalarType.Float32, device), 0, 0.02));
        _bias = new Parameter(zeros([outputs], type ?? ScalarType.Float32, device));
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
