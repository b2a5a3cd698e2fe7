using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>max(x, 0), elementwise.</summary>
        /// <param name="inplace">True to overwrite the input. Default false.</param>
        public static ReLU ReLU(bool inplace = false) =>
            new(inplace);

        /// <summary>x · Φ(x) with the normal distribution function Φ, elementwise.</summary>
        public static GELU GELU() =>
            new(false);

        /// <summary>x · Φ(x) with the normal distribution function Φ, elementwise.</summary>
        /// <param name="inplace">True to overwrite the input. Default false.</param>
        public static GELU GELU(bool inplace) =>
            new(inplace);

        /// <summary>x · sigmoid(x), elementwise.</summary>
        /// <param name="inplace">True to overwrite the input. Default false.</param>
        public static SiLU SiLU(bool inplace = false) =>
            new(inplace);

        /// <summary>Hyperbolic tangent, elementwise.</summary>
        /// <param name="inplace">True to overwrite the input. Default false.</param>
        public static Tanh Tanh(bool inplace = false) =>
            new(inplace);

        /// <summary>1 / (1 + exp(−x)), elementwise.</summary>
        /// <param name="inplace">True to overwrite the input. Default false.</param>
        public static Sigmoid Sigmoid(bool inplace = false) =>
            new(inplace);

        /// <summary>exp(x) / Σ exp(x) along one dimension.</summary>
        /// <param name="dim">Dimension that sums to one.</param>
        public static Softmax Softmax(long dim) =>
            new(dim);

        /// <summary>x − log Σ exp(x) along one dimension.</summary>
        /// <param name="dim">Dimension that sums to one.</param>
        public static LogSoftmax LogSoftmax(long dim) =>
            new(dim);
    }
}
