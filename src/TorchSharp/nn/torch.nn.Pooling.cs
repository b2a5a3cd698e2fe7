using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Maximum over windows: [N, C, H, W] to [N, C, H', W'].</summary>
        /// <param name="kernel_size">Size of the window.</param>
        /// <param name="stride">Stride of the window. Default: its size.</param>
        /// <param name="padding">Implicit padding on both sides. Default 0.</param>
        /// <param name="dilation">Distance between the elements of a window. Default 1.</param>
        /// <param name="ceil_mode">True to round the output size up. Default false.</param>
        public static MaxPool2d MaxPool2d(
            long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
            new([kernel_size, kernel_size], functional.Twice(stride), functional.Twice(padding), functional.Twice(dilation), ceil_mode);

        /// <summary>Maximum over windows: [N, C, H, W] to [N, C, H', W'].</summary>
        /// <param name="kernel_size">Size of the window.</param>
        /// <param name="stride">Stride of the window. Default: its size.</param>
        /// <param name="padding">Implicit padding on both sides. Default 0.</param>
        /// <param name="dilation">Distance between the elements of a window. Default 1.</param>
        /// <param name="ceil_mode">True to round the output size up. Default false.</param>
        public static MaxPool2d MaxPool2d(
            (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null,
            bool ceil_mode = false) =>
            new(functional.Pair(kernel_size), functional.Pair(stride), functional.Pair(padding), functional.Pair(dilation), ceil_mode);

        /// <summary>Mean over windows: [N, C, H, W] to [N, C, H', W'].</summary>
        /// <param name="kernel_size">Size of the window.</param>
        /// <param name="stride">Stride of the window. Default: its size.</param>
        /// <param name="padding">Implicit padding on both sides. Default 0.</param>
        /// <param name="ceil_mode">True to round the output size up. Default false.</param>
        /// <param name="count_include_pad">True (default) to count padding in the mean.</param>
        /// <param name="divisor_override">Divisor of the sum instead of the size of the window.</param>
        public static AvgPool2d AvgPool2d(
            long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false, bool count_include_pad = true,
            long? divisor_override = null) =>
            new([kernel_size, kernel_size], functional.Twice(stride), functional.Twice(padding), ceil_mode, count_include_pad, divisor_override);

        /// <summary>Mean over windows: [N, C, H, W] to [N, C, H', W'].</summary>
        /// <param name="kernel_size">Size of the window.</param>
        /// <param name="stride">Stride of the window. Default: its size.</param>
        /// <param name="padding">Implicit padding on both sides. Default 0.</param>
        /// <param name="ceil_mode">True to round the output size up. Default false.</param>
        /// <param name="count_include_pad">True (default) to count padding in the mean.</param>
        /// <param name="divisor_override">Divisor of the sum instead of the size of the window.</param>
        public static AvgPool2d AvgPool2d(
            (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, bool ceil_mode = false,
            bool count_include_pad = true, long? divisor_override = null) =>
            new(functional.Pair(kernel_size), functional.Pair(stride), functional.Pair(padding), ceil_mode, count_include_pad, divisor_override);

        /// <summary>Mean over windows chosen for a given output size.</summary>
        /// <param name="output_size">Output size, (H', W') or one number for both.</param>
        public static AdaptiveAvgPool2d AdaptiveAvgPool2d(long[] output_size) =>
            new(output_size);

        /// <summary>Mean over windows chosen for a given output size.</summary>
        /// <param name="output_size">Output size, (H', W') or one number for both.</param>
        public static AdaptiveAvgPool2d AdaptiveAvgPool2d((long, long) output_size) =>
            new(functional.Pair(output_size));

        /// <summary>Mean over windows chosen for a given output size.</summary>
        /// <param name="output_size">Output size, (H', W') or one number for both.</param>
        public static AdaptiveAvgPool2d AdaptiveAvgPool2d(long output_size) =>
            new([output_size, output_size]);

        /// <summary>Maximum over windows chosen for a given output size.</summary>
        /// <param name="output_size">Output size, (H', W') or one number for both.</param>
        public static AdaptiveMaxPool2d AdaptiveMaxPool2d(long[] output_size) =>
            new(output_size);

        /// <summary>Columns of sliding blocks: [N, C, H, W] to [N, C·kh·kw, L] (im2col).</summary>
        /// <param name="kernel_size">Size of the blocks.</param>
        /// <param name="dilation">Distance between the elements of a block. Default 1.</param>
        /// <param name="padding">Implicit zero padding on both sides. Default 0.</param>
        /// <param name="stride">Stride of the blocks. Default 1.</param>
        public static Unfold Unfold(long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
            new((kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));

        /// <summary>Columns of sliding blocks: [N, C, H, W] to [N, C·kh·kw, L] (im2col).</summary>
        /// <param name="kernel_size">Size of the blocks.</param>
        /// <param name="dilation">Distance between the elements of a block. Default 1.</param>
        /// <param name="padding">Implicit zero padding on both sides. Default 0.</param>
        /// <param name="stride">Stride of the blocks. Default 1.</param>
        public static Unfold Unfold(
            (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null) =>
            new(kernel_size, dilation ?? (1, 1), padding ?? (0, 0), stride ?? (1, 1));

        /// <summary>Sum of sliding blocks into an image: [N, C·kh·kw, L] to [N, C, H, W] (col2im).</summary>
        /// <param name="output_size">Output size (H, W).</param>
        /// <param name="kernel_size">Size of the blocks.</param>
        /// <param name="dilation">Distance between the elements of a block. Default 1.</param>
        /// <param name="padding">Implicit zero padding on both sides. Default 0.</param>
        /// <param name="stride">Stride of the blocks. Default 1.</param>
        public static Fold Fold(long output_size, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
            new((output_size, output_size), (kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));

        /// <summary>Sum of sliding blocks into an image: [N, C·kh·kw, L] to [N, C, H, W] (col2im).</summary>
        /// <param name="output_size">Output size (H, W).</param>
        /// <param name="kernel_size">Size of the blocks.</param>
        /// <param name="dilation">Distance between the elements of a block. Default 1.</param>
        /// <param name="padding">Implicit zero padding on both sides. Default 0.</param>
        /// <param name="stride">Stride of the blocks. Default 1.</param>
        public static Fold Fold(
            (long, long) output_size, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null,
            (long, long)? stride = null) =>
            new(output_size, kernel_size, dilation ?? (1, 1), padding ?? (0, 0), stride ?? (1, 1));
    }
}
