using static TorchSharp.torch;

namespace DataWorth.Language.Networks;

/// <summary>Multiplies by a fixed factor: y = s x.</summary>
/// <param name="factor">s.</param>
internal sealed class Scale(double factor) : nn.Module<Tensor, Tensor>(nameof(Scale))
{
    private readonly double _factor = factor;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => _factor * input;
}
