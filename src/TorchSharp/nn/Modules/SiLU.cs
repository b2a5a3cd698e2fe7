using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>x · sigmoid(x), elementwise.</summary>
public sealed class SiLU : ParameterLessModule<Tensor, Tensor>
{
    internal SiLU(bool inplace) : base(nameof(SiLU)) => this.inplace = inplace;

    /// <summary>True to overwrite the input. Default false.</summary>
    public bool inplace { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.silu(input, inplace);
}
