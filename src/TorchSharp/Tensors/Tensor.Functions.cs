namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator s_sin = Operator.Find("aten::sin");
        private static readonly Operator s_sinInPlace = Operator.Find("aten::sin_");
        private static readonly Operator s_cos = Operator.Find("aten::cos");
        private static readonly Operator s_cosInPlace = Operator.Find("aten::cos_");
        private static readonly Operator s_tan = Operator.Find("aten::tan");
        private static readonly Operator s_tanInPlace = Operator.Find("aten::tan_");
        private static readonly Operator s_asin = Operator.Find("aten::asin");
        private static readonly Operator s_asinInPlace = Operator.Find("aten::asin_");
        private static readonly Operator s_acos = Operator.Find("aten::acos");
        private static readonly Operator s_acosInPlace = Operator.Find("aten::acos_");
        private static readonly Operator s_atan = Operator.Find("aten::atan");
        private static readonly Operator s_atanInPlace = Operator.Find("aten::atan_");
        private static readonly Operator s_sinh = Operator.Find("aten::sinh");
        private static readonly Operator s_sinhInPlace = Operator.Find("aten::sinh_");
        private static readonly Operator s_cosh = Operator.Find("aten::cosh");
        private static readonly Operator s_coshInPlace = Operator.Find("aten::cosh_");
        private static readonly Operator s_tanh = Operator.Find("aten::tanh");
        private static readonly Operator s_tanhInPlace = Operator.Find("aten::tanh_");
        private static readonly Operator s_sigmoid = Operator.Find("aten::sigmoid");
        private static readonly Operator s_sigmoidInPlace = Operator.Find("aten::sigmoid_");
        private static readonly Operator s_relu = Operator.Find("aten::relu");
        private static readonly Operator s_reluInPlace = Operator.Find("aten::relu_");
        private static readonly Operator s_silu = Operator.Find("aten::silu");
        private static readonly Operator s_siluInPlace = Operator.Find("aten::silu_");
        private static readonly Operator s_erf = Operator.Find("aten::erf");
        private static readonly Operator s_erfInPlace = Operator.Find("aten::erf_");
        private static readonly Operator s_erfc = Operator.Find("aten::erfc");
        private static readonly Operator s_erfcInPlace = Operator.Find("aten::erfc_");
        private static readonly Operator s_lgamma = Operator.Find("aten::lgamma");
        private static readonly Operator s_lgammaInPlace = Operator.Find("aten::lgamma_");
        private static readonly Operator s_digamma = Operator.Find("aten::digamma");
        private static readonly Operator s_digammaInPlace = Operator.Find("aten::digamma_");
        private static readonly Operator s_isnan = Operator.Find("aten::isnan");
        private static readonly Operator s_isinf = Operator.Find("aten::isinf");
        private static readonly Operator s_isfinite = Operator.Find("aten::isfinite");
        private static readonly Operator s_logicalNot = Operator.Find("aten::logical_not");

        /// <summary>Sine, elementwise.</summary>
        public Tensor sin() => s_sin.Call(this);

        /// <summary>Sine, elementwise, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor sin_() => InPlace(s_sinInPlace);

        /// <summary>Cosine, elementwise.</summary>
        public Tensor cos() => s_cos.Call(this);

        /// <summary>Cosine, elementwise, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor cos_() => InPlace(s_cosInPlace);

        /// <summary>Tangent, elementwise.</summary>
        public Tensor tan() => s_tan.Call(this);

        /// <summary>Tangent, elementwise, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor tan_() => InPlace(s_tanInPlace);

        /// <summary>Inverse sine, elementwise.</summary>
        public Tensor asin() => s_asin.Call(this);

        /// <summary>Inverse sine, elementwise, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor asin_() => InPlace(s_asinInPlace);

        /// <summary>Inverse cosine, elementwise.</summary>
        public Tensor acos() => s_acos.Call(this);

        /// <summary>Inverse cosine, elementwise, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor acos_() => InPlace(s_acosInPlace);

        /// <summary>Inverse tangent, elementwise.</summary>
        public Tensor atan() => s_atan.Call(this);

        /// <summary>Inverse tangent, elementwise, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor atan_() => InPlace(s_atanInPlace);

        /// <summary>Hyperbolic sine, elementwise.</summary>
        public Tensor sinh() => s_sinh.Call(this);

        /// <summary>Hyperbolic sine, elementwise, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor sinh_() => InPlace(s_sinhInPlace);

        /// <summary>Hyperbolic cosine, elementwise.</summary>
        public Tensor cosh() => s_cosh.Call(this);

        /// <summary>Hyperbolic cosine, elementwise, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor cosh_() => InPlace(s_coshInPlace);

        /// <summary>Hyperbolic tangent, elementwise.</summary>
        public Tensor tanh() => s_tanh.Call(this);

        /// <summary>Hyperbolic tangent, elementwise, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor tanh_() => InPlace(s_tanhInPlace);

        /// <summary>1 / (1 + exp(-x)), elementwise.</summary>
        public Tensor sigmoid() => s_sigmoid.Call(this);

        /// <summary>1 / (1 + exp(-x)), elementwise, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor sigmoid_() => InPlace(s_sigmoidInPlace);

        /// <summary>max(x, 0), elementwise.</summary>
        public Tensor relu() => s_relu.Call(this);

        /// <summary>max(x, 0), elementwise, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor relu_() => InPlace(s_reluInPlace);

        /// <summary>x * sigmoid(x), elementwise.</summary>
        public Tensor silu() => s_silu.Call(this);

        /// <summary>x * sigmoid(x), elementwise, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor silu_() => InPlace(s_siluInPlace);

        /// <summary>Error function, elementwise.</summary>
        public Tensor erf() => s_erf.Call(this);

        /// <summary>Error function, elementwise, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor erf_() => InPlace(s_erfInPlace);

        /// <summary>1 - erf(x), elementwise.</summary>
        public Tensor erfc() => s_erfc.Call(this);

        /// <summary>1 - erf(x), elementwise, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor erfc_() => InPlace(s_erfcInPlace);

        /// <summary>Logarithm of the absolute gamma function, elementwise.</summary>
        public Tensor lgamma() => s_lgamma.Call(this);

        /// <summary>Logarithm of the absolute gamma function, elementwise, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor lgamma_() => InPlace(s_lgammaInPlace);

        /// <summary>Logarithmic derivative of the gamma function, elementwise.</summary>
        public Tensor digamma() => s_digamma.Call(this);

        /// <summary>Logarithmic derivative of the gamma function, elementwise, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor digamma_() => InPlace(s_digammaInPlace);

        /// <summary>True where an element is not a number.</summary>
        public Tensor isnan() => s_isnan.Call(this);

        /// <summary>True where an element is infinite.</summary>
        public Tensor isinf() => s_isinf.Call(this);

        /// <summary>True where an element is neither infinite nor not a number.</summary>
        public Tensor isfinite() => s_isfinite.Call(this);

        /// <summary>True where an element is zero.</summary>
        public Tensor logical_not() => s_logicalNot.Call(this);
    }
}
