using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Two-dimensional convolution: [N, I, H, W] or [I, H, W] to [N, O, H', W'] or [O, H', W'].</summary>
public sealed class Conv2d : Convolution
{
    internal Conv2d(
        long in_channels, long out_channels, (long, long) kernel_size, (long, long) stride, (long, long)? padding, Padding? padding_type,
        (long, long) dilation, PaddingModes padding_mode, long groups, bool bias, Device? device, ScalarType? dtype)
        : base(
            nameof(Conv2d), in_channels, out_channels, Pair(kernel_size), Pair(stride), padding is { } pad ? Pair(pad) : null, padding_type,
            Pair(dilation), groups, bias, padding_mode, device, dtype)
    {
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        if (padding_mode == PaddingModes.Zeros)
        {
            return padding is { } zeros
                ? nn.functional.conv2d(input, _weight, _bias, stride, zeros, dilation, groups)
                : nn.functional.conv2d_padding(input, _weight, _bias, stride, padding_type!.Value, dilation, groups);
        }
        using var padded = nn.functional.pad(input, Borders(), padding_mode);
        return nn.functional.conv2d(padded, _weight, _bias, stride, [0, 0], dilation, groups);
    }

    // nn.functional.pad counts from the last dimension: left, right, top, bottom.
    private long[] Borders()
    {
        if (padding is [var height, var width]) return [width, width, height, height];
        if (padding_type == TorchSharp.Padding.Valid) return [0, 0, 0, 0];
        var (rows, columns) = (dilation[0] * (kernel_size[0] - 1), dilation[1] * (kernel_size[1] - 1));
        return [columns / 2, columns - columns / 2, rows / 2, rows - rows / 2];
    }

    private static long[] Pair((long First, long Second) pair) => [pair.First, pair.Second];
}
