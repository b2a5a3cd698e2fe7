namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator s_linear = Operator.Find("aten::linear");
            private static readonly Operator s_conv2d = Operator.Find("aten::conv2d");
            private static readonly Operator s_conv2dPadding = Operator.Find("aten::conv2d", "padding");
            private static readonly Operator s_unfold = Operator.Find("aten::im2col");
            private static readonly Operator s_fold = Operator.Find("aten::col2im");
            private static readonly Operator s_pad = Operator.Find("aten::pad");

            /// <summary>x Wᵀ + b over the last dimension: [*, I] to [*, O].</summary>
            /// <param name="input">Input.</param>
            /// <param name="weights">Weight W, [O, I].</param>
            /// <param name="bias">Bias b, [O], or null.</param>
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) =>
                s_linear.Call(input, weights, bias);

            /// <summary>Two-dimensional convolution: [N, I, H, W] to [N, O, H', W'].</summary>
            /// <param name="input">Input.</param>
            /// <param name="weight">Weight, [O, I / groups, kh, kw].</param>
            /// <param name="bias">Bias, [O], or null.</param>
            /// <param name="strides">Stride per spatial dimension. Default 1.</param>
            /// <param name="padding">Padding per spatial dimension on both sides. Default 0.</param>
            /// <param name="dilation">Distance between kernel elements. Default 1.</param>
            /// <param name="groups">Number of groups of channels that are convolved separately. Default 1.</param>
            public static Tensor conv2d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null,
                long groups = 1) =>
                s_conv2d.Call(input, weight, bias, strides ?? s_one, padding ?? s_zero, dilation ?? s_one, groups);

            /// <summary>Two-dimensional convolution with a named padding: [N, I, H, W] to [N, O, H', W'].</summary>
            /// <param name="input">Input.</param>
            /// <param name="weight">Weight, [O, I / groups, kh, kw].</param>
            /// <param name="bias">Bias, [O], or null.</param>
            /// <param name="strides">Stride per spatial dimension. Default 1.</param>
            /// <param name="padding">Named padding. Default none.</param>
            /// <param name="dilation">Distance between kernel elements. Default 1.</param>
            /// <param name="groups">Number of groups of channels that are convolved separately. Default 1.</param>
            public static Tensor conv2d_padding(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, Padding padding = Padding.Valid,
                long[]? dilation = null, long groups = 1) =>
                s_conv2dPadding.Call(input, weight, bias, strides ?? s_one, padding == Padding.Same ? "same" : "valid", dilation ?? s_one, groups);

            /// <summary>Columns of sliding blocks: [N, C, H, W] to [N, C·k·k, L] (im2col).</summary>
            /// <param name="input">Input.</param>
            /// <param name="kernel_size">Size of the blocks.</param>
            /// <param name="dilation">Distance between the elements of a block. Default 1.</param>
            /// <param name="padding">Implicit zero padding on both sides. Default 0.</param>
            /// <param name="stride">Stride of the blocks. Default 1.</param>
            public static Tensor unfold(Tensor input, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                unfold(input, (kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));

            /// <summary>Columns of sliding blocks: [N, C, H, W] to [N, C·kh·kw, L] (im2col).</summary>
            /// <param name="input">Input.</param>
            /// <param name="kernel_size">Size of the blocks.</param>
            /// <param name="dilation">Distance between the elements of a block. Default 1.</param>
            /// <param name="padding">Implicit zero padding on both sides. Default 0.</param>
            /// <param name="stride">Stride of the blocks. Default 1.</param>
            public static Tensor unfold(
                Tensor input, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null,
                (long, long)? stride = null) =>
                s_unfold.Call(input, Pair(kernel_size), Pair(dilation ?? (1, 1)), Pair(padding ?? (0, 0)), Pair(stride ?? (1, 1)));

            /// <summary>Sum of sliding blocks into an image: [N, C·k·k, L] to [N, C, H, W] (col2im).</summary>
            /// <param name="input">Input.</param>
            /// <param name="output_size">Output size (H, W).</param>
            /// <param name="kernel_size">Size of the blocks.</param>
            /// <param name="dilation">Distance between the elements of a block. Default 1.</param>
            /// <param name="padding">Implicit zero padding on both sides. Default 0.</param>
            /// <param name="stride">Stride of the blocks. Default 1.</param>
            public static Tensor fold(
                Tensor input, long output_size, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                fold(input, (output_size, output_size), (kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));

            /// <summary>Sum of sliding blocks into an image: [N, C·kh·kw, L] to [N, C, H, W] (col2im).</summary>
            /// <param name="input">Input.</param>
            /// <param name="output_size">Output size (H, W).</param>
            /// <param name="kernel_size">Size of the blocks.</param>
            /// <param name="dilation">Distance between the elements of a block. Default 1.</param>
            /// <param name="padding">Implicit zero padding on both sides. Default 0.</param>
            /// <param name="stride">Stride of the blocks. Default 1.</param>
            public static Tensor fold(
                Tensor input, (long, long) output_size, (long, long) kernel_size, (long, long)? dilation = null,
                (long, long)? padding = null, (long, long)? stride = null) =>
                s_fold.Call(
                    input, Pair(output_size), Pair(kernel_size), Pair(dilation ?? (1, 1)), Pair(padding ?? (0, 0)), Pair(stride ?? (1, 1)));

            /// <summary>Extends the last dimensions.</summary>
            /// <param name="input">Input.</param>
            /// <param name="pad">Amounts before and after the last dimension, then before and after the one before it, and so on.</param>
            /// <param name="mode">What is filled in. Default one value.</param>
            /// <param name="value">That value. Default 0.</param>
            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                s_pad.Call(input, pad, mode switch
                {
                    PaddingModes.Zeros or PaddingModes.Constant => "constant",
                    PaddingModes.Reflect => "reflect",
                    PaddingModes.Replicate => "replicate",
                    _ => "circular",
                }, mode == PaddingModes.Constant ? value : (double?)null);

            internal static long[] Pair((long First, long Second) pair) => [pair.First, pair.Second];

            internal static long[]? Pair((long First, long Second)? pair) => pair is { } both ? Pair(both) : null;

            internal static long[]? Twice(long? value) => value is { } both ? [both, both] : null;

            private static readonly long[] s_one = [1];
            private static readonly long[] s_zero = [0];
        }
    }
}
