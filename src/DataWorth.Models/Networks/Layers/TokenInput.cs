using static TorchSharp.torch;

namespace DataWorth.Models.Networks.Layers;

/// <summary>Tokens as the numbers that tables are indexed by: data views give rows of float32.</summary>
/// <param name="rows">Rows of the table.</param>
internal sealed class TokenInput(long rows) : nn.Module<Tensor, Tensor>(nameof(TokenInput))
{
    /// <exception cref="ArgumentException">A number is no token.</exception>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var tokens = input.to_type(ScalarType.Int64, copy: true);
        var isToken = tokens.ge(0).logical_and(tokens.lt(rows)).logical_and(tokens.eq(input));
        if (!isToken.all().item<bool>())
        {
            NetworkThrow.NotATokenOf(input.masked_select(isToken.logical_not()).to_type(ScalarType.Float64)[0].item<double>(), rows);
        }

        return tokens.MoveToOuterDisposeScope();
    }
}
