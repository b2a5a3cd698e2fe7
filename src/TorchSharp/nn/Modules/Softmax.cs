using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>exp(x) / Σ exp(x) along one dimension.</summary>
public sealed class Softmax : ParameterLessModule<Tensor, Tensor>
{
    internal Softmax(long dim) : base(nameof(Softmax)) => this.dim = dim;

    /// <summary>Dimension that sums to one.</summary>
    public long dim { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.softmax(input, dim);
}
