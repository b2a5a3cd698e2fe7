namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Initial values of parameters. Every method fills the tensor in place, without autograd, and returns it.</summary>
        public static partial class init
        {
            private static readonly Operator s_uniform = Operator.Find("aten::uniform_");
            private static readonly Operator s_qr = Operator.Find("aten::linalg_qr");
            private static readonly Operator s_normal = Operator.Find("aten::normal_");

            /// <summary>Fills with ones.</summary>
            /// <param name="tensor">Tensor to fill.</param>
            public static Tensor ones_(Tensor tensor) => constant_(tensor, 1);

            /// <summary>Fills with zeros.</summary>
            /// <param name="tensor">Tensor to fill.</param>
            public static Tensor zeros_(Tensor tensor) => constant_(tensor, 0);

            /// <summary>Fills with one value.</summary>
            /// <param name="tensor">Tensor to fill.</param>
            /// <param name="val">The value.</param>
            public static Tensor constant_(Tensor tensor, Scalar val)
            {
                using var unused = no_grad();
                tensor.fill_(val);
                return tensor;
            }

            /// <summary>Draws from the uniform distribution on [low, high).</summary>
            /// <param name="tensor">Tensor to fill.</param>
            /// <param name="low">Lower bound. Default 0.</param>
            /// <param name="high">Upper bound. Default 1.</param>
            /// <param name="generator">Source of the draws; null for the default one.</param>
            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator? generator = null)
            {
                using var unused = no_grad();
                s_uniform.Call(tensor, low, high, generator).Dispose();
                return tensor;
            }

            /// <summary>Draws from the normal distribution.</summary>
            /// <param name="tensor">Tensor to fill.</param>
            /// <param name="mean">Mean. Default 0.</param>
            /// <param name="std">Standard deviation. Default 1.</param>
            /// <param name="generator">Source of the draws; null for the default one.</param>
            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null)
            {
                using var unused = no_grad();
                s_normal.Call(tensor, mean, std, generator).Dispose();
                return tensor;
            }

            /// <summary>Draws from the normal distribution restricted to [a, b], by inverting its distribution function.</summary>
            /// <param name="tensor">Tensor to fill.</param>
            /// <param name="mean">Mean before the restriction. Default 0.</param>
            /// <param name="std">Standard deviation before the restriction. Default 1.</param>
            /// <param name="a">Lower bound. Default -2.</param>
            /// <param name="b">Upper bound. Default 2.</param>
            /// <param name="generator">Source of the draws; null for the default one.</param>
            public static Tensor trunc_normal_(
                Tensor tensor, double mean = 0.0, double std = 1.0, double a = -2.0, double b = 2.0, Generator? generator = null)
            {
                using var unused = no_grad();
                using var scope = NewDisposeScope();
                var (low, high) = (2 * NormalDistribution((a - mean) / std) - 1, 2 * NormalDistribution((b - mean) / std) - 1);
                uniform_(tensor, low, high, generator);
                s_inverseErrorFunction.Call(tensor);
                tensor.mul_(std * Math.Sqrt(2)).add_(mean).clamp_(a, b);
                return tensor;
            }

            /// <summary>Fills with a matrix whose rows or columns, whichever are fewer, are orthonormal, times a gain.</summary>
            /// <param name="tensor">Tensor of at least two dimensions; all but the first count as columns.</param>
            /// <param name="gain">Factor. Default 1.</param>
            /// <param name="generator">Source of the draws; null for the default one.</param>
            public static Tensor orthogonal_(Tensor tensor, double gain = 1.0, Generator? generator = null)
            {
                if (tensor.ndim < 2) throw new ArgumentException("An orthogonal matrix needs at least two dimensions.", nameof(tensor));
                using var unused = no_grad();
                using var scope = NewDisposeScope();
                var (rows, columns) = (tensor.shape[0], tensor.numel() / tensor.shape[0]);
                var draws = randn([Math.Max(rows, columns), Math.Min(rows, columns)], tensor.dtype, tensor.device, generator: generator);
                var (q, r) = s_qr.Call2(draws, "reduced");
                q *= r.diag().sign(); // uniform over the orthogonal matrices
                tensor.copy_((rows < columns ? q.t() : q).reshape(tensor.shape) * gain);
                return tensor;
            }
        }
    }
}
