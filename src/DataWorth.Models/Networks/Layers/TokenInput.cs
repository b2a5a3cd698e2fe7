using static TorchSharp.torch;

namespace DataWorth.Models.Networks.Layers;

/// <summary>Tokens as the numbers that tables are indexed by: data views give rows of float32.</summary>
internal sealed class TokenInput() : nn.Module<Tensor, Tensor>(nameof(TokenInput))
{
    public override Tensor forward(Tensor input) => input.to_type(ScalarType.Int64, copy: true);
}
