using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Affine map y = x Wᵀ + b of the last dimension: [*, I] to [*, O].</summary>
public sealed class Linear : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight")]
    private Parameter _weight;

    [ComponentName(Name = "bias")]
    private Parameter? _bias;

    internal Linear(long inputSize, long outputSize, bool hasBias, Device? device, ScalarType? dtype) : base(nameof(Linear))
    {
        in_features = inputSize;
        out_features = outputSize;
        _weight = new Parameter(empty([outputSize, inputSize], dtype, device));
        _bias = hasBias ? new Parameter(empty([outputSize], dtype, device)) : null;
        nn.init.ResetLikeLinear(_weight, _bias);
        RegisterComponents();
    }

    internal Linear(Parameter weight, Parameter? bias) : base(nameof(Linear))
    {
        in_features = weight.shape[1];
        out_features = weight.shape[0];
        _weight = weight;
        _bias = bias;
        RegisterComponents();
    }

    /// <summary>Number of inputs I.</summary>
    public long in_features { get; set; }

    /// <summary>Number of outputs O.</summary>
    public long out_features { get; set; }

    /// <summary>Weight W, [O, I]. Initially uniform within ±1/√I.</summary>
    public Parameter weight
    {
        get => _weight;
        set => ConditionallyRegisterParameter(nameof(weight), _weight = value);
    }

    /// <summary>Bias b, [O], or null. Initially uniform within ±1/√I.</summary>
    public Parameter? bias
    {
        get => _bias;
        set => ConditionallyRegisterParameter(nameof(bias), _bias = value);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.linear(input, _weight, _bias);
}
