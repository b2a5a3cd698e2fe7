namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator s_abs = Operator.Find("aten::abs");
        private static readonly Operator s_absInPlace = Operator.Find("aten::abs_");
        private static readonly Operator s_neg = Operator.Find("aten::neg");
        private static readonly Operator s_negInPlace = Operator.Find("aten::neg_");
        private static readonly Operator s_sign = Operator.Find("aten::sign");
        private static readonly Operator s_signInPlace = Operator.Find("aten::sign_");
        private static readonly Operator s_sqrt = Operator.Find("aten::sqrt");
        private static readonly Operator s_sqrtInPlace = Operator.Find("aten::sqrt_");
        private static readonly Operator s_rsqrt = Operator.Find("aten::rsqrt");
        private static readonly Operator s_rsqrtInPlace = Operator.Find("aten::rsqrt_");
        private static readonly Operator s_square = Operator.Find("aten::square");
        private static readonly Operator s_reciprocal = Operator.Find("aten::reciprocal");
        private static readonly Operator s_reciprocalInPlace = Operator.Find("aten::reciprocal_");
        private static readonly Operator s_exp = Operator.Find("aten::exp");
        private static readonly Operator s_expInPlace = Operator.Find("aten::exp_");
        private static readonly Operator s_exp2 = Operator.Find("aten::exp2");
        private static readonly Operator s_exp2InPlace = Operator.Find("aten::exp2_");
        private static readonly Operator s_expm1 = Operator.Find("aten::expm1");
        private static readonly Operator s_expm1InPlace = Operator.Find("aten::expm1_");
        private static readonly Operator s_log = Operator.Find("aten::log");
        private static readonly Operator s_logInPlace = Operator.Find("aten::log_");
        private static readonly Operator s_log2 = Operator.Find("aten::log2");
        private static readonly Operator s_log2InPlace = Operator.Find("aten::log2_");
        private static readonly Operator s_log10 = Operator.Find("aten::log10");
        private static readonly Operator s_log10InPlace = Operator.Find("aten::log10_");
        private static readonly Operator s_log1p = Operator.Find("aten::log1p");
        private static readonly Operator s_log1pInPlace = Operator.Find("aten::log1p_");
        private static readonly Operator s_floor = Operator.Find("aten::floor");
        private static readonly Operator s_floorInPlace = Operator.Find("aten::floor_");
        private static readonly Operator s_ceil = Operator.Find("aten::ceil");
        private static readonly Operator s_ceilInPlace = Operator.Find("aten::ceil_");
        private static readonly Operator s_round = Operator.Find("aten::round");
        private static readonly Operator s_roundInPlace = Operator.Find("aten::round_");
        private static readonly Operator s_trunc = Operator.Find("aten::trunc");
        private static readonly Operator s_truncInPlace = Operator.Find("aten::trunc_");
        private static readonly Operator s_frac = Operator.Find("aten::frac");
        private static readonly Operator s_fracInPlace = Operator.Find("aten::frac_");

        /// <summary>Absolute value, elementwise.</summary>
        public Tensor abs() => s_abs.Call(this);

        /// <summary>Absolute value, elementwise, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor abs_() => InPlace(s_absInPlace);

        /// <summary>Negation, elementwise.</summary>
        public Tensor neg() => s_neg.Call(this);

        /// <summary>Negation, elementwise, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor neg_() => InPlace(s_negInPlace);

        /// <summary>Sign, elementwise: -1, 0 or 1.</summary>
        public Tensor sign() => s_sign.Call(this);

        /// <summary>Sign, elementwise: -1, 0 or 1, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor sign_() => InPlace(s_signInPlace);

        /// <summary>Square root, elementwise.</summary>
        public Tensor sqrt() => s_sqrt.Call(this);

        /// <summary>Square root, elementwise, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor sqrt_() => InPlace(s_sqrtInPlace);

        /// <summary>Reciprocal of the square root, elementwise.</summary>
        public Tensor rsqrt() => s_rsqrt.Call(this);

        /// <summary>Reciprocal of the square root, elementwise, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor rsqrt_() => InPlace(s_rsqrtInPlace);

        /// <summary>Square, elementwise.</summary>
        public Tensor square() => s_square.Call(this);

        /// <summary>Reciprocal, elementwise.</summary>
        public Tensor reciprocal() => s_reciprocal.Call(this);

        /// <summary>Reciprocal, elementwise, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor reciprocal_() => InPlace(s_reciprocalInPlace);

        /// <summary>Exponential, elementwise.</summary>
        public Tensor exp() => s_exp.Call(this);

        /// <summary>Exponential, elementwise, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor exp_() => InPlace(s_expInPlace);

        /// <summary>2 to the power of each element.</summary>
        public Tensor exp2() => s_exp2.Call(this);

        /// <summary>2 to the power of each element, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor exp2_() => InPlace(s_exp2InPlace);

        /// <summary>exp(x) - 1, accurate near zero, elementwise.</summary>
        public Tensor expm1() => s_expm1.Call(this);

        /// <summary>exp(x) - 1, accurate near zero, elementwise, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor expm1_() => InPlace(s_expm1InPlace);

        /// <summary>Natural logarithm, elementwise.</summary>
        public Tensor log() => s_log.Call(this);

        /// <summary>Natural logarithm, elementwise, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor log_() => InPlace(s_logInPlace);

        /// <summary>Logarithm to base 2, elementwise.</summary>
        public Tensor log2() => s_log2.Call(this);

        /// <summary>Logarithm to base 2, elementwise, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor log2_() => InPlace(s_log2InPlace);

        /// <summary>Logarithm to base 10, elementwise.</summary>
        public Tensor log10() => s_log10.Call(this);

        /// <summary>Logarithm to base 10, elementwise, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor log10_() => InPlace(s_log10InPlace);

        /// <summary>log(1 + x), accurate near zero, elementwise.</summary>
        public Tensor log1p() => s_log1p.Call(this);

        /// <summary>log(1 + x), accurate near zero, elementwise, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor log1p_() => InPlace(s_log1pInPlace);

        /// <summary>Largest integer not above each element.</summary>
        public Tensor floor() => s_floor.Call(this);

        /// <summary>Largest integer not above each element, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor floor_() => InPlace(s_floorInPlace);

        /// <summary>Smallest integer not below each element.</summary>
        public Tensor ceil() => s_ceil.Call(this);

        /// <summary>Smallest integer not below each element, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor ceil_() => InPlace(s_ceilInPlace);

        /// <summary>Nearest integer, halves to even, elementwise.</summary>
        public Tensor round() => s_round.Call(this);

        /// <summary>Nearest integer, halves to even, elementwise, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor round_() => InPlace(s_roundInPlace);

        /// <summary>Integer part, elementwise.</summary>
        public Tensor trunc() => s_trunc.Call(this);

        /// <summary>Integer part, elementwise, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor trunc_() => InPlace(s_truncInPlace);

        /// <summary>Fractional part, elementwise.</summary>
        public Tensor frac() => s_frac.Call(this);

        /// <summary>Fractional part, elementwise, in place.</summary>
        /// <returns>This tensor.</returns>
        public Tensor frac_() => InPlace(s_fracInPlace);
    }
}
