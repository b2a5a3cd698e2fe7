using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Base of convolutions: weight [O, I / groups, kernel...] and bias [O].</summary>
public abstract class Convolution : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight")]
    private protected Parameter _weight;

    [ComponentName(Name = "bias")]
    private protected Parameter? _bias;

    private protected Convolution(
        string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding, Padding? padding_type,
        long[] dilation, long groups, bool bias, PaddingModes padding_mode, Device? device, ScalarType? dtype) : base(name)
    {
        if (in_channels % groups != 0 || out_channels % groups != 0)
        {
            throw new ArgumentException($"groups = {groups} must divide in_channels = {in_channels} and out_channels = {out_channels}.", nameof(groups));
        }
        if (padding_type == TorchSharp.Padding.Same && stride.Any(step => step != 1))
        {
            throw new ArgumentException("Padding.Same needs a stride of 1.", nameof(stride));
        }
        this.in_channels = in_channels;
        this.out_channels = out_channels;
        this.kernel_size = kernel_size;
        this.stride = stride;
        this.padding = padding_type is null ? padding ?? new long[kernel_size.Length] : null;
        this.padding_type = padding_type;
        this.padding_mode = padding_mode;
        this.dilation = dilation;
        this.groups = groups;
        _weight = new Parameter(empty([out_channels, in_channels / groups, .. kernel_size], dtype, device));
        _bias = bias ? new Parameter(empty([out_channels], dtype, device)) : null;
        nn.init.ResetLikeLinear(_weight, _bias);
        RegisterComponents();
    }

    /// <summary>Number of input channels I.</summary>
    public long in_channels { get; }

    /// <summary>Number of output channels O.</summary>
    public long out_channels { get; }

    /// <summary>Size of the kernel per spatial dimension.</summary>
    public long[] kernel_size { get; set; }

    /// <summary>Stride per spatial dimension.</summary>
    public long[] stride { get; set; }

    /// <summary>Padding per spatial dimension on both sides, or null with a <see cref="padding_type"/>.</summary>
    public long[]? padding { get; private set; }

    /// <summary>Named padding, or null with an explicit <see cref="padding"/>.</summary>
    public Padding? padding_type { get; private set; }

    /// <summary>What the padding is filled with.</summary>
    public PaddingModes padding_mode { get; set; }

    /// <summary>Distance between kernel elements per spatial dimension.</summary>
    public long[] dilation { get; set; }

    /// <summary>Number of groups of channels that are convolved separately.</summary>
    public long groups { get; set; }

    /// <summary>Weight, [O, I / groups, kernel...]. Initially uniform within ±1/√(fan in).</summary>
    public Parameter weight
    {
        get => _weight;
        set => ConditionallyRegisterParameter(nameof(weight), _weight = value);
    }

    /// <summary>Bias, [O], or null. Initially uniform within ±1/√(fan in).</summary>
    public Parameter? bias
    {
        get => _bias;
        set => ConditionallyRegisterParameter(nameof(bias), _bias = value);
    }
}
