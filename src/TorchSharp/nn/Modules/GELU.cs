using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>x · Φ(x) with the normal distribution function Φ, elementwise.</summary>
public sealed class GELU : ParameterLessModule<Tensor, Tensor>
{
    internal GELU(bool inplace) : base(nameof(GELU)) => this.inplace = inplace;

    /// <summary>True to overwrite the input. Default false.</summary>
    public bool inplace { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.gelu(input, inplace);
}
