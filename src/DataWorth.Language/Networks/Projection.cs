using DataWorth.Gradients;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DataWorth.Language.Networks;

/// <summary>Affine map y = W x + b with the weight stored as [O, I]: [*, I] to [*, O].</summary>
/// <remarks>TorchSharp's own Linear leaves modules that are registered in it where they are when it is moved or converted; adapters
/// (<see cref="Checkpoints.LoraAdapter"/>) must go with it.</remarks>
public sealed class Projection : nn.Module<Tensor, Tensor>, ITrackable
{
    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;

    [ComponentName(Name = "bias")]
    private readonly Parameter? _bias;

    /// <summary>Creates a map with normal weights of standard deviation 0.02 and zero biases.</summary>
    /// <param name="inputs">Number of inputs I.</param>
    /// <param name="outputs">Number of outputs O.</param>
    /// <param name="hasBias">Whether there is b.</param>
    /// <param name="type">Element type.</param>
    /// <param name="device">Where the weights lie.</param>
    public Projection(long inputs, long outputs, bool hasBias, ScalarType type, Device? device)
        : base(nameof(Projection))
    {
        _weight = new Parameter(nn.init.normal_(empty([outputs, inputs], type, device), 0, 0.02));
        _bias = hasBias ? new Parameter(zeros([outputs], type, device)) : null;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public TrackedModule Track(string name, bool trackBias) =>
        new TrackedLinear(name, this, _weight, _weight.shape[0], _weight.shape[1], trackBias ? _bias : null);

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.linear(input, _weight, _bias);
}
