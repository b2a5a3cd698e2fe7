namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>The operations behind the modules, without parameters of their own.</summary>
        public static partial class functional
        {
            private static readonly Operator s_relu = Operator.Find("aten::relu");
            private static readonly Operator s_reluInPlace = Operator.Find("aten::relu_");
            private static readonly Operator s_silu = Operator.Find("aten::silu");
            private static readonly Operator s_siluInPlace = Operator.Find("aten::silu_");
            private static readonly Operator s_tanh = Operator.Find("aten::tanh");
            private static readonly Operator s_tanhInPlace = Operator.Find("aten::tanh_");
            private static readonly Operator s_sigmoid = Operator.Find("aten::sigmoid");
            private static readonly Operator s_sigmoidInPlace = Operator.Find("aten::sigmoid_");
            private static readonly Operator s_gelu = Operator.Find("aten::gelu");
            private static readonly Operator s_geluInPlace = Operator.Find("aten::gelu_");
            private static readonly Operator s_dropout = Operator.Find("aten::dropout");
            private static readonly Operator s_dropoutInPlace = Operator.Find("aten::dropout_");
            private static readonly Operator s_softmax = Operator.Find("aten::softmax", "int");
            private static readonly Operator s_logSoftmax = Operator.Find("aten::log_softmax", "int");

            /// <summary>max(x, 0), elementwise.</summary>
            /// <param name="x">Input.</param>
            /// <param name="inplace">True to overwrite the input and return another handle to it. Default false.</param>
            public static Tensor relu(Tensor x, bool inplace = false) =>
                (inplace ? s_reluInPlace : s_relu).Call(x);

            /// <summary>x · sigmoid(x), elementwise.</summary>
            /// <param name="x">Input.</param>
            /// <param name="inplace">True to overwrite the input and return another handle to it. Default false.</param>
            public static Tensor silu(Tensor x, bool inplace = false) =>
                (inplace ? s_siluInPlace : s_silu).Call(x);

            /// <summary>Hyperbolic tangent, elementwise.</summary>
            /// <param name="x">Input.</param>
            /// <param name="inplace">True to overwrite the input and return another handle to it. Default false.</param>
            public static Tensor tanh(Tensor x, bool inplace = false) =>
                (inplace ? s_tanhInPlace : s_tanh).Call(x);

            /// <summary>1 / (1 + exp(−x)), elementwise.</summary>
            /// <param name="x">Input.</param>
            /// <param name="inplace">True to overwrite the input and return another handle to it. Default false.</param>
            public static Tensor sigmoid(Tensor x, bool inplace = false) =>
                (inplace ? s_sigmoidInPlace : s_sigmoid).Call(x);

            /// <summary>x · Φ(x) with the normal distribution function Φ, elementwise.</summary>
            /// <param name="x">Input.</param>
            /// <param name="inplace">True to overwrite the input and return another handle to it. Default false.</param>
            public static Tensor gelu(Tensor x, bool inplace) =>
                (inplace ? s_geluInPlace : s_gelu).Call(x);

            /// <summary>x · Φ(x) with the normal distribution function Φ, elementwise.</summary>
            /// <param name="x">Input.</param>
            public static Tensor gelu(Tensor x) =>
                s_gelu.Call(x);

            /// <summary>exp(x) / Σ exp(x) along one dimension.</summary>
            /// <param name="input">Input.</param>
            /// <param name="dim">Dimension that sums to one.</param>
            /// <param name="dtype">Element type of the result; null for that of the input.</param>
            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) =>
                s_softmax.Call(input, dim, dtype);

            /// <summary>x − log Σ exp(x) along one dimension.</summary>
            /// <param name="x">Input.</param>
            /// <param name="dim">Dimension whose exponentials sum to one.</param>
            /// <param name="dtype">Element type of the result; null for that of the input.</param>
            public static Tensor log_softmax(Tensor x, long dim, ScalarType? dtype = null) =>
                s_logSoftmax.Call(x, dim, dtype);

            /// <summary>Sets elements to zero with probability p and scales the rest by 1 / (1 − p).</summary>
            /// <param name="input">Input.</param>
            /// <param name="p">Probability of zero, within 0 to 1. Default 0.5.</param>
            /// <param name="training">False returns the values unchanged. Default true.</param>
            /// <param name="inplace">True to overwrite the input and return another handle to it. Default false.</param>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                (inplace ? s_dropoutInPlace : s_dropout).Call(input, p, training);
        }
    }
}
