using DataWorth.Features;

namespace DataWorth.Codecs;

/// <summary>Features as 8-bit integers: for each block NAME [N, O, I] int8.</summary>
/// <remarks>
/// For row n and block b: scale = max_j |x_nj| / 127, stored number = round(x_nj / scale), to even at ties, from -127 to 127; a block of
/// zeros has scale 0. The error of a number is at most half its scale, max_j |x_nj| / 254, beyond the rounding of float32. A number that is
/// not finite makes its block not a number.
/// </remarks>
internal sealed class Int8Codec : ScaledCodec
{
    private const double Largest = 127;

    /// <inheritdoc/>
    public override string Name => "int8";

    private protected override StoredTensor Numbers(BlockShape block) => new(block.Name, ScalarType.Int8, [block.Outputs, block.Inputs]);

    private protected override (Tensor Numbers, Tensor Scales) Quantize(GradientBlock gradients)
    {
        var values = gradients.Materialize().to_type(ScalarType.Float32); // [B, O, I]
        var scales = values.abs().amax([1, 2], keepdim: true).div_(Largest); // [B, 1, 1]

        // Where all are zero 0 / 0 is avoided; a scale that is not finite stays and spoils the block visibly.
        var divisors = scales.where(scales.ne(0), ones_like(scales));
        return (values.div(divisors).round_(), scales.view(-1));
    }
}
