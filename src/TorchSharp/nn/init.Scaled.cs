using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class init
        {
            private static readonly Operator s_inverseErrorFunction = Operator.Find("aten::erfinv_");

            /// <summary>Functions whose gain is known.</summary>
            public enum NonlinearityType
            {
                /// <summary>None.</summary>
                Linear = 0,

                /// <summary>One-dimensional convolution.</summary>
                Conv1D = 1,

                /// <summary>Two-dimensional convolution.</summary>
                Conv2D = 2,

                /// <summary>Three-dimensional convolution.</summary>
                Conv3D = 3,

                /// <summary>One-dimensional transposed convolution.</summary>
                ConvTranspose1D = 4,

                /// <summary>Two-dimensional transposed convolution.</summary>
                ConvTranspose2D = 5,

                /// <summary>Three-dimensional transposed convolution.</summary>
                ConvTranspose3D = 6,

                /// <summary>Sigmoid.</summary>
                Sigmoid = 7,

                /// <summary>Hyperbolic tangent.</summary>
                Tanh = 8,

                /// <summary>max(x, 0).</summary>
                ReLU = 9,

                /// <summary>x for positive values and a x for negative ones.</summary>
                LeakyReLU = 10,
            }

            /// <summary>Which side keeps the variance of what passes.</summary>
            public enum FanInOut
            {
                /// <summary>The forward pass.</summary>
                FanIn = 0,

                /// <summary>The backward pass.</summary>
                FanOut = 1,
            }

            /// <summary>Factor that keeps the variance across a nonlinearity: 5/3 for tanh, √2 for ReLU, √(2 / (1 + a²)) for leaky ReLU, else 1.</summary>
            /// <param name="nonlinearity">The nonlinearity.</param>
            /// <param name="param">Slope a of a leaky ReLU. Default 0, as ReLU.</param>
            public static double calculate_gain(NonlinearityType nonlinearity, double param = 0.0) => nonlinearity switch
            {
                NonlinearityType.Tanh => 5.0 / 3.0,
                NonlinearityType.ReLU => Math.Sqrt(2),
                NonlinearityType.LeakyReLU => Math.Sqrt(2 / (1 + param * param)),
                _ => 1,
            };

            /// <summary>Draws from U(−b, b), b = gain √(3 / fan) (He et al. 2015).</summary>
            /// <param name="tensor">Weight, [O, I, *].</param>
            /// <param name="a">Slope of the leaky ReLU that follows. Default 0.</param>
            /// <param name="mode">Which fan. Default fan in.</param>
            /// <param name="nonlinearity">What follows. Default leaky ReLU.</param>
            /// <param name="generator">Source of the draws; null for the default one.</param>
            public static Tensor kaiming_uniform_(
                Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU,
                Generator? generator = null)
            {
                var bound = Math.Sqrt(3) * KaimingDeviation(tensor, a, mode, nonlinearity);
                return uniform_(tensor, -bound, bound, generator);
            }

            /// <summary>Draws from N(0, gain² / fan) (He et al. 2015).</summary>
            /// <param name="tensor">Weight, [O, I, *].</param>
            /// <param name="a">Slope of the leaky ReLU that follows. Default 0.</param>
            /// <param name="mode">Which fan. Default fan in.</param>
            /// <param name="nonlinearity">What follows. Default leaky ReLU.</param>
            /// <param name="generator">Source of the draws; null for the default one.</param>
            public static Tensor kaiming_normal_(
                Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU,
                Generator? generator = null) => normal_(tensor, 0, KaimingDeviation(tensor, a, mode, nonlinearity), generator);

            /// <summary>Draws from U(−b, b), b = gain √(6 / (fan in + fan out)) (Glorot and Bengio 2010).</summary>
            /// <param name="tensor">Weight, [O, I, *].</param>
            /// <param name="gain">Factor. Default 1.</param>
            /// <param name="generator">Source of the draws; null for the default one.</param>
            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1.0, Generator? generator = null)
            {
                var bound = Math.Sqrt(3) * XavierDeviation(tensor, gain);
                return uniform_(tensor, -bound, bound, generator);
            }

            /// <summary>Draws from N(0, gain² · 2 / (fan in + fan out)) (Glorot and Bengio 2010).</summary>
            /// <param name="tensor">Weight, [O, I, *].</param>
            /// <param name="gain">Factor. Default 1.</param>
            /// <param name="generator">Source of the draws; null for the default one.</param>
            public static Tensor xavier_normal_(Tensor tensor, double gain = 1.0, Generator? generator = null) =>
                normal_(tensor, 0, XavierDeviation(tensor, gain), generator);

            /// <summary>Number of inputs that reach one output, and of outputs that one input reaches.</summary>
            /// <param name="tensor">Weight, [O, I, *].</param>
            /// <exception cref="ArgumentException">The tensor has fewer than two dimensions.</exception>
            public static (long fanIn, long fanOut) CalculateFanInAndFanOut(Tensor tensor)
            {
                var shape = tensor.shape;
                if (shape.Length < 2)
                {
                    throw new ArgumentException($"Fan in and fan out need at least two dimensions, got {shape.Length}.", nameof(tensor));
                }
                var field = 1L;
                foreach (var size in shape.AsSpan(2)) field *= size;
                return (shape[1] * field, shape[0] * field);
            }

            // The default of linear and convolution modules: both weight and bias within ±1/√(fan in).
            internal static void ResetLikeLinear(Parameter weight, Parameter? bias)
            {
                kaiming_uniform_(weight, Math.Sqrt(5));
                if (bias is null) return;
                var bound = 1 / Math.Sqrt(CalculateFanInAndFanOut(weight).fanIn);
                uniform_(bias, -bound, bound);
            }

            private static double KaimingDeviation(Tensor tensor, double a, FanInOut mode, NonlinearityType nonlinearity)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return calculate_gain(nonlinearity, a) / Math.Sqrt(mode == FanInOut.FanIn ? fanIn : fanOut);
            }

            private static double XavierDeviation(Tensor tensor, double gain)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return gain * Math.Sqrt(2.0 / (fanIn + fanOut));
            }

            private static double NormalDistribution(double x)
            {
                using var argument = tensor(x / Math.Sqrt(2), ScalarType.Float64);
                using var value = argument.erf();
                return (1 + value.item<double>()) / 2;
            }
        }
    }
}
