using DataWorth.Gradients;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DataWorth.Language.Networks;

/// <summary>Root mean square normalisation y = w x / √(mean x² + ε) over the last dimension: [*, E] to [*, E].</summary>
/// <remarks>Of 16-bit inputs the mean is taken in float32.</remarks>
public sealed class RmsNorm : nn.Module<Tensor, Tensor>, ITrackable
{
    private readonly double _epsilon;

    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;

    /// <summary>Creates a normalisation with the scale 1.</summary>
    /// <param name="width">Number of features E.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="type">Element type; null for float32.</param>
    /// <param name="device">Where the scale lies; null for the processor.</param>
    public RmsNorm(long width, double epsilon, ScalarType? type = null, Device? device = null)
        : base(nameof(RmsNorm))
    {
        _epsilon = epsilon;
        _weight = new Parameter(ones([width], type ?? ScalarType.Float32, device));
        RegisterComponents();
    }

    /// <inheritdoc/>
    public string Kind => ModuleKindTable.Normalization;

    /// <inheritdoc/>
    public TrackedModule Track(string name, bool trackBias) => new TrackedNormalization(name, this, _weight, null, Normalize);

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return (Normalize(input) * _weight).MoveToOuterDisposeScope();
    }

    private Tensor Normalize(Tensor input)
    {
        using var scope = NewDisposeScope();
        var wide = input.dtype is ScalarType.Float16 or ScalarType.BFloat16 ? input.to(ScalarType.Float32) : input;
        var scale = (wide.square().mean([-1], keepdim: true) + _epsilon).rsqrt(); // [*, 1]
        return (wide * scale).to(input.dtype).MoveToOuterDisposeScope();
    }
}
