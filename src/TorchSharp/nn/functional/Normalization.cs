namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator s_batchNorm = Operator.Find("aten::batch_norm");
            private static readonly Operator s_layerNorm = Operator.Find("aten::layer_norm");
            private static readonly Operator s_norm = Operator.Find("aten::norm", "ScalarOpt_dim");
            private static readonly Operator s_clampMinimum = Operator.Find("aten::clamp_min");
            private static readonly Operator s_divide = Operator.Find("aten::div", "Tensor");
            private static readonly Operator s_divideInto = Operator.Find("aten::div", "out");
            private static readonly Operator s_cosineSimilarity = Operator.Find("aten::cosine_similarity");
            private static readonly Operator s_oneHot = Operator.Find("aten::one_hot");
            private static readonly Operator s_embedding = Operator.Find("aten::embedding");
            private static readonly Operator s_renormalise = Operator.Find("aten::embedding_renorm_");

            /// <summary>Normalisation per channel: (x − mean) / √(variance + eps) · weight + bias, [N, C, *].</summary>
            /// <param name="input">Input.</param>
            /// <param name="running_mean">Running mean, [C], or null; updated in training.</param>
            /// <param name="running_var">Running variance, [C], or null; updated in training.</param>
            /// <param name="weight">Scale, [C], or null.</param>
            /// <param name="bias">Shift, [C], or null.</param>
            /// <param name="training">True to use the statistics of the batch. Default false.</param>
            /// <param name="momentum">Weight of the batch in the running statistics. Default 0.1.</param>
            /// <param name="eps">Added to the variance. Default 1e-5.</param>
            public static Tensor batch_norm(
                Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null, bool training = false,
                double momentum = 0.1, double eps = 1e-5) =>
                s_batchNorm.Call(input, weight, bias, running_mean, running_var, training, momentum, eps, true);

            /// <summary>Normalisation over the last dimensions: (x − mean) / √(biased variance + eps) · weight + bias.</summary>
            /// <param name="input">Input.</param>
            /// <param name="normalized_shape">Sizes of the last dimensions, over which is normalised.</param>
            /// <param name="weight">Scale of the normalised shape, or null.</param>
            /// <param name="bias">Shift of the normalised shape, or null.</param>
            /// <param name="eps">Added to the variance. Default 1e-5.</param>
            public static Tensor layer_norm(
                Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5) =>
                s_layerNorm.Call(input, normalized_shape, weight, bias, eps, true);

            /// <summary>x / max(‖x‖ₚ, eps) along one dimension.</summary>
            /// <param name="input">Input.</param>
            /// <param name="p">Order of the norm. Default 2.</param>
            /// <param name="dim">Dimension of the norm. Default 1.</param>
            /// <param name="eps">Smallest divisor. Default 1e-12.</param>
            /// <param name="output">Tensor for the result, or null.</param>
            public static Tensor normalize(Tensor input, float p = 2.0f, long dim = 1, float eps = 1e-12f, Tensor? output = null)
            {
                using var norm = s_norm.Call(input, (double)p, new long[] { dim }, true);
                using var divisor = s_clampMinimum.Call(norm, (double)eps);
                return output is null ? s_divide.Call(input, divisor) : s_divideInto.Call(input, divisor, output);
            }

            /// <summary>x · y / max(‖x‖ ‖y‖, eps) along one dimension.</summary>
            /// <param name="x1">First input.</param>
            /// <param name="x2">Second input.</param>
            /// <param name="dim">Dimension of the product. Default 1.</param>
            /// <param name="eps">Smallest divisor. Default 1e-8.</param>
            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1e-8) =>
                s_cosineSimilarity.Call(x1, x2, dim, eps);

            /// <summary>Rows with a one at the index: [*] to [*, C], type Int64.</summary>
            /// <param name="x">Indices, type Int64.</param>
            /// <param name="num_classes">Number of classes C; -1 (default) for the largest index plus one.</param>
            public static Tensor one_hot(Tensor x, long num_classes = -1) =>
                s_oneHot.Call(x, num_classes);

            internal static Tensor Embed(
                Tensor input, Tensor weight, long? paddingIndex, double? maximumNorm, double normOrder, bool scaleGradient, bool sparse)
            {
                if (maximumNorm is { } limit)
                {
                    using var unused = no_grad();
                    s_renormalise.Call(weight, input, limit, normOrder).Dispose();
                }
                return s_embedding.Call(weight, input, paddingIndex ?? -1, scaleGradient, sparse);
            }
        }
    }
}
