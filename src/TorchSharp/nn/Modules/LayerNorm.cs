using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Normalisation over the last dimensions: y = (x − mean) / √(biased variance + eps) · weight + bias.</summary>
public sealed class LayerNorm : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight")]
    private Parameter? _weight;

    [ComponentName(Name = "bias")]
    private Parameter? _bias;

    internal LayerNorm(long[] normalized_shape, double eps, bool elementwise_affine, bool bias, Device? device, ScalarType? dtype)
        : base(nameof(LayerNorm))
    {
        this.normalized_shape = normalized_shape;
        this.eps = eps;
        this.elementwise_affine = elementwise_affine;
        if (elementwise_affine)
        {
            _weight = new Parameter(ones(normalized_shape, dtype, device));
            if (bias) _bias = new Parameter(zeros(normalized_shape, dtype, device));
        }
        RegisterComponents();
    }

    /// <summary>Sizes of the last dimensions, over which is normalised.</summary>
    public long[] normalized_shape { get; set; }

    /// <summary>Added to the variance. Default 1e-5.</summary>
    public double eps { get; set; }

    /// <summary>True if the normalised values are scaled (and shifted) by trained parameters.</summary>
    public bool elementwise_affine { get; set; }

    /// <summary>Scale of the normalised shape, or null. Initially 1.</summary>
    public Parameter? weight
    {
        get => _weight;
        set => ConditionallyRegisterParameter(nameof(weight), _weight = value);
    }

    /// <summary>Shift of the normalised shape, or null. Initially 0.</summary>
    public Parameter? bias
    {
        get => _bias;
        set => ConditionallyRegisterParameter(nameof(bias), _bias = value);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.layer_norm(input, normalized_shape, _weight, _bias, eps);
}
