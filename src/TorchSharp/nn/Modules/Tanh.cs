using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Hyperbolic tangent, elementwise.</summary>
public sealed class Tanh : ParameterLessModule<Tensor, Tensor>
{
    internal Tanh(bool inplace) : base(nameof(Tanh)) => this.inplace = inplace;

    /// <summary>True to overwrite the input. Default false.</summary>
    public bool inplace { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.tanh(input, inplace);
}
