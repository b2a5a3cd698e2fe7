using DataWorth.Features;

namespace DataWorth.Codecs;

/// <summary>Features as signs with one magnitude: for each block NAME [N, ceil(O I / 8)] uint8.</summary>
/// <remarks>
/// For row n and block b: scale = mean_j |x_nj|, x_nj ~ scale sign(x_nj), which of all multiples of the signs errs least in the sum of
/// squares. Bit j mod 8 (the lowest first) of byte j div 8 is set where x_nj is negative; bits beyond O I are not. A block of zeros has scale
/// 0; a number that is not finite makes the scale, and so its block, not finite.
/// </remarks>
internal sealed class SignCodec : ScaledCodec
{
    private const int BitsPerByte = 8;

    /// <inheritdoc/>
    public override string Name => "sign";

    private protected override StoredTensor Numbers(BlockShape block) => new(block.Name, ScalarType.Byte, [Bytes(block.Size)]);

    private protected override (Tensor Numbers, Tensor Scales) Quantize(GradientBlock gradients)
    {
        var values = gradients.Flatten(); // [B, O I]
        var (count, size) = (values.shape[0], values.shape[1]);
        var bits = zeros([count, Bytes(size) * BitsPerByte], ScalarType.Byte, values.device);
        bits.narrow(1, 0, size).copy_(values.lt(0));
        var weights = tensor(new byte[] { 1, 2, 4, 8, 16, 32, 64, 128 }, device: values.device);
        var bytes = bits.view(count, Bytes(size), BitsPerByte).mul_(weights).sum(-1, type: ScalarType.Byte); // at most 255

        // In float64: a sum of many large float32 numbers may exceed its range where their mean does not.
        return (bytes, values.abs().mean([1], type: ScalarType.Float64));
    }

    /// <summary>The eight signs of each byte, [256, 8].</summary>
    private protected override Tensor Table(ScalarType type, Device device)
    {
        using var scope = NewDisposeScope();
        var places = arange(0, BitsPerByte, 1, ScalarType.Int32, device);
        var bits = arange(0, 256, 1, ScalarType.Int32, device).unsqueeze(1).bitwise_right_shift(places).remainder(2); // [256, 8]
        return (1 - (bits * 2)).to_type(type).MoveToOuterDisposeScope();
    }

    private static long Bytes(long numbers) => (numbers + BitsPerByte - 1) / BitsPerByte;
}
