namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator s_maxPool = Operator.Find("aten::max_pool2d");
            private static readonly Operator s_averagePool = Operator.Find("aten::avg_pool2d");
            private static readonly Operator s_adaptiveAveragePool = Operator.Find("aten::adaptive_avg_pool2d");
            private static readonly Operator s_adaptiveMaxPool = Operator.Find("aten::adaptive_max_pool2d");

            /// <summary>Maximum over windows: [N, C, H, W] to [N, C, H', W'].</summary>
            /// <param name="input">Input.</param>
            /// <param name="kernel_size">Size of the window.</param>
            /// <param name="strides">Stride of the window. Default: its size.</param>
            /// <param name="padding">Implicit padding on both sides. Default 0.</param>
            /// <param name="dilation">Distance between the elements of a window. Default 1.</param>
            /// <param name="ceil_mode">True to round the output size up. Default false.</param>
            public static Tensor max_pool2d(
                Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null,
                bool ceil_mode = false) =>
                s_maxPool.Call(input, kernel_size, strides ?? kernel_size, padding ?? s_zero, dilation ?? s_one, ceil_mode);

            /// <summary>Maximum over windows: [N, C, H, W] to [N, C, H', W'].</summary>
            /// <param name="input">Input.</param>
            /// <param name="kernel_size">Size of the window.</param>
            /// <param name="stride">Stride of the window. Default: its size.</param>
            /// <param name="padding">Implicit padding on both sides. Default 0.</param>
            /// <param name="dilation">Distance between the elements of a window. Default 1.</param>
            /// <param name="ceil_mode">True to round the output size up. Default false.</param>
            public static Tensor max_pool2d(
                Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                max_pool2d(input, [kernel_size, kernel_size], Twice(stride), Twice(padding), Twice(dilation), ceil_mode);

            /// <summary>Maximum over windows: [N, C, H, W] to [N, C, H', W'].</summary>
            /// <param name="input">Input.</param>
            /// <param name="kernel_size">Size of the window.</param>
            /// <param name="stride">Stride of the window. Default: its size.</param>
            /// <param name="padding">Implicit padding on both sides. Default 0.</param>
            /// <param name="dilation">Distance between the elements of a window. Default 1.</param>
            /// <param name="ceil_mode">True to round the output size up. Default false.</param>
            public static Tensor max_pool2d(
                Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null,
                (long, long)? dilation = null, bool ceil_mode = false) =>
                max_pool2d(input, Pair(kernel_size), Pair(stride), Pair(padding), Pair(dilation), ceil_mode);

            /// <summary>Mean over windows: [N, C, H, W] to [N, C, H', W'].</summary>
            /// <param name="input">Input.</param>
            /// <param name="kernel_size">Size of the window.</param>
            /// <param name="strides">Stride of the window. Default: its size.</param>
            /// <param name="padding">Implicit padding on both sides. Default 0.</param>
            /// <param name="ceil_mode">True to round the output size up. Default false.</param>
            /// <param name="count_include_pad">True (default) to count padding in the mean.</param>
            public static Tensor avg_pool2d(
                Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, bool ceil_mode = false,
                bool count_include_pad = true) =>
                AveragePool(input, kernel_size, strides, padding, ceil_mode, count_include_pad, null);

            /// <summary>Mean over windows: [N, C, H, W] to [N, C, H', W'].</summary>
            /// <param name="input">Input.</param>
            /// <param name="kernel_size">Size of the window.</param>
            /// <param name="stride">Stride of the window. Default: its size.</param>
            /// <param name="padding">Implicit padding on both sides. Default 0.</param>
            /// <param name="ceil_mode">True to round the output size up. Default false.</param>
            /// <param name="count_include_pad">True (default) to count padding in the mean.</param>
            public static Tensor avg_pool2d(
                Tensor input, long kernel_size, long? stride = null, long padding = 0, bool ceil_mode = false, bool count_include_pad = true) =>
                AveragePool(input, [kernel_size, kernel_size], Twice(stride), [padding, padding], ceil_mode, count_include_pad, null);

            /// <summary>Mean over windows: [N, C, H, W] to [N, C, H', W'].</summary>
            /// <param name="input">Input.</param>
            /// <param name="kernel_size">Size of the window.</param>
            /// <param name="stride">Stride of the window. Default: its size.</param>
            /// <param name="padding">Implicit padding on both sides. Default 0.</param>
            /// <param name="ceil_mode">True to round the output size up. Default false.</param>
            /// <param name="count_include_pad">True (default) to count padding in the mean.</param>
            public static Tensor avg_pool2d(
                Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, bool ceil_mode = false,
                bool count_include_pad = true) =>
                AveragePool(input, Pair(kernel_size), Pair(stride), Pair(padding), ceil_mode, count_include_pad, null);

            /// <summary>Mean over windows chosen for a given output size: [N, C, H, W] to [N, C, H', W'].</summary>
            /// <param name="input">Input.</param>
            /// <param name="output_size">Output size, (H', W') or one number for both.</param>
            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) =>
                s_adaptiveAveragePool.Call(input, output_size);

            /// <summary>Mean over windows chosen for a given output size: [N, C, H, W] to [N, C, H', W'].</summary>
            /// <param name="input">Input.</param>
            /// <param name="output_size">Output size, (H', W') or one number for both.</param>
            public static Tensor adaptive_avg_pool2d(Tensor input, (long, long) output_size) =>
                adaptive_avg_pool2d(input, Pair(output_size));

            /// <summary>Mean over windows chosen for a given output size: [N, C, H, W] to [N, C, H', W'].</summary>
            /// <param name="input">Input.</param>
            /// <param name="output_size">Output size, (H', W') or one number for both.</param>
            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) =>
                adaptive_avg_pool2d(input, [output_size, output_size]);

            /// <summary>Maximum over windows chosen for a given output size: [N, C, H, W] to [N, C, H', W'].</summary>
            /// <param name="input">Input.</param>
            /// <param name="output_size">Output size, (H', W') or one number for both.</param>
            public static Tensor adaptive_max_pool2d(Tensor input, long[] output_size)
            {
                var (values, indices) = s_adaptiveMaxPool.Call2(input, output_size);
                indices.Dispose();
                return values;
            }

            internal static Tensor AveragePool(
                Tensor input, long[] kernelSize, long[]? strides, long[]? padding, bool ceilMode, bool countsPadding, long? divisor) =>
                s_averagePool.Call(input, kernelSize, strides ?? kernelSize, padding ?? s_zero, ceilMode, countsPadding, divisor);
        }
    }
}
