using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Two-dimensional convolution: [N, I, H, W] to [N, O, H', W'].</summary>
        /// <param name="in_channels">Number of input channels I.</param>
        /// <param name="out_channels">Number of output channels O.</param>
        /// <param name="kernel_size">Size of the kernel (height, width).</param>
        /// <param name="stride">Stride. Default 1.</param>
        /// <param name="padding">Padding on both sides. Default 0.</param>
        /// <param name="dilation">Distance between kernel elements. Default 1.</param>
        /// <param name="padding_mode">What the padding is filled with. Default zeros.</param>
        /// <param name="groups">Number of groups of channels that are convolved separately. Default 1.</param>
        /// <param name="bias">True (default) for a bias.</param>
        /// <param name="device">Device of the parameters; null for the default.</param>
        /// <param name="dtype">Element type of the parameters; null for the default.</param>
        public static Conv2d Conv2d(
            long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), (padding, padding), null, (dilation, dilation),
                padding_mode, groups, bias, device, dtype);

        /// <summary>Two-dimensional convolution: [N, I, H, W] to [N, O, H', W'].</summary>
        /// <param name="in_channels">Number of input channels I.</param>
        /// <param name="out_channels">Number of output channels O.</param>
        /// <param name="kernel_size">Size of the kernel (height, width).</param>
        /// <param name="stride">Stride. Default 1.</param>
        /// <param name="padding">Padding on both sides. Default 0.</param>
        /// <param name="dilation">Distance between kernel elements. Default 1.</param>
        /// <param name="padding_mode">What the padding is filled with. Default zeros.</param>
        /// <param name="groups">Number of groups of channels that are convolved separately. Default 1.</param>
        /// <param name="bias">True (default) for a bias.</param>
        /// <param name="device">Device of the parameters; null for the default.</param>
        /// <param name="dtype">Element type of the parameters; null for the default.</param>
        public static Conv2d Conv2d(
            long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null,
            (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(in_channels, out_channels, kernel_size, stride ?? (1, 1), padding ?? (0, 0), null, dilation ?? (1, 1),
                padding_mode, groups, bias, device, dtype);

        /// <summary>Two-dimensional convolution: [N, I, H, W] to [N, O, H', W'].</summary>
        /// <param name="in_channels">Number of input channels I.</param>
        /// <param name="out_channels">Number of output channels O.</param>
        /// <param name="kernel_size">Size of the kernel (height, width).</param>
        /// <param name="padding">Padding on both sides. Default 0.</param>
        /// <param name="stride">Stride. Default 1.</param>
        /// <param name="dilation">Distance between kernel elements. Default 1.</param>
        /// <param name="padding_mode">What the padding is filled with. Default zeros.</param>
        /// <param name="groups">Number of groups of channels that are convolved separately. Default 1.</param>
        /// <param name="bias">True (default) for a bias.</param>
        /// <param name="device">Device of the parameters; null for the default.</param>
        /// <param name="dtype">Element type of the parameters; null for the default.</param>
        public static Conv2d Conv2d(
            long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), null, padding, (dilation, dilation),
                padding_mode, groups, bias, device, dtype);

        /// <summary>Two-dimensional convolution: [N, I, H, W] to [N, O, H', W'].</summary>
        /// <param name="in_channels">Number of input channels I.</param>
        /// <param name="out_channels">Number of output channels O.</param>
        /// <param name="kernel_size">Size of the kernel (height, width).</param>
        /// <param name="padding">Padding on both sides. Default 0.</param>
        /// <param name="stride">Stride. Default 1.</param>
        /// <param name="dilation">Distance between kernel elements. Default 1.</param>
        /// <param name="padding_mode">What the padding is filled with. Default zeros.</param>
        /// <param name="groups">Number of groups of channels that are convolved separately. Default 1.</param>
        /// <param name="bias">True (default) for a bias.</param>
        /// <param name="device">Device of the parameters; null for the default.</param>
        /// <param name="dtype">Element type of the parameters; null for the default.</param>
        public static Conv2d Conv2d(
            long in_channels, long out_channels, (long, long) kernel_size, Padding padding, (long, long)? stride = null,
            (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            new(in_channels, out_channels, kernel_size, stride ?? (1, 1), null, padding, dilation ?? (1, 1),
                padding_mode, groups, bias, device, dtype);
    }
}
