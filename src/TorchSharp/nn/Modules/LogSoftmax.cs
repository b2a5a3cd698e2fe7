using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>x − log Σ exp(x) along one dimension.</summary>
public sealed class LogSoftmax : ParameterLessModule<Tensor, Tensor>
{
    internal LogSoftmax(long dim) : base(nameof(LogSoftmax)) => this.dim = dim;

    /// <summary>Dimension that sums to one.</summary>
    public long dim { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.log_softmax(input, dim);
}
