namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator s_powTensorTensor = Operator.Find("aten::pow", "Tensor_Tensor");
        private static readonly Operator s_powTensorScalar = Operator.Find("aten::pow", "Tensor_Scalar");
        private static readonly Operator s_powInPlaceScalar = Operator.Find("aten::pow_", "Scalar");
        private static readonly Operator s_powInPlaceTensor = Operator.Find("aten::pow_", "Tensor");
        private static readonly Operator s_clamp = Operator.Find("aten::clamp");
        private static readonly Operator s_clampTensor = Operator.Find("aten::clamp", "Tensor");
        private static readonly Operator s_clampInPlace = Operator.Find("aten::clamp_");
        private static readonly Operator s_clampMax = Operator.Find("aten::clamp_max");
        private static readonly Operator s_clampMin = Operator.Find("aten::clamp_min");
        private static readonly Operator s_clampMaxInPlace = Operator.Find("aten::clamp_max_");
        private static readonly Operator s_clampMinInPlace = Operator.Find("aten::clamp_min_");
        private static readonly Operator s_maximum = Operator.Find("aten::maximum");
        private static readonly Operator s_minimum = Operator.Find("aten::minimum");
        private static readonly Operator s_remainderTensor = Operator.Find("aten::remainder", "Tensor");
        private static readonly Operator s_remainderScalar = Operator.Find("aten::remainder", "Scalar");
        private static readonly Operator s_fmodTensor = Operator.Find("aten::fmod", "Tensor");
        private static readonly Operator s_fmodScalar = Operator.Find("aten::fmod", "Scalar");
        private static readonly Operator s_floorDivide = Operator.Find("aten::floor_divide");
        private static readonly Operator s_atan2 = Operator.Find("aten::atan2");
        private static readonly Operator s_addcmul = Operator.Find("aten::addcmul");
        private static readonly Operator s_addcmulInPlace = Operator.Find("aten::addcmul_");
        private static readonly Operator s_addcdiv = Operator.Find("aten::addcdiv");
        private static readonly Operator s_addcdivInPlace = Operator.Find("aten::addcdiv_");
        private static readonly Operator s_lerpTensor = Operator.Find("aten::lerp", "Tensor");
        private static readonly Operator s_lerpInPlaceTensor = Operator.Find("aten::lerp_", "Tensor");
        private static readonly Operator s_nanToNum = Operator.Find("aten::nan_to_num");
        private static readonly Operator s_logaddexp = Operator.Find("aten::logaddexp");
        private static readonly Operator s_softmaxInt = Operator.Find("aten::softmax", "int");
        private static readonly Operator s_logSoftmaxInt = Operator.Find("aten::log_softmax", "int");
        private static readonly Operator s_fillInPlaceScalar = Operator.Find("aten::fill_", "Scalar");
        private static readonly Operator s_zeroInPlace = Operator.Find("aten::zero_");

        /// <summary>Each element to a power, elementwise.</summary>
        /// <param name="exponent">The exponent.</param>
        public Tensor pow(Tensor exponent) => s_powTensorTensor.Call(this, exponent);

        /// <summary>Each element to a power.</summary>
        /// <param name="exponent">The exponent.</param>
        public Tensor pow(Scalar exponent) => s_powTensorScalar.Call(this, exponent);

        /// <summary>Each element to a power, in place.</summary>
        /// <param name="exponent">The exponent.</param>
        /// <returns>This tensor.</returns>
        public Tensor pow_(Scalar exponent) => InPlace(s_powInPlaceScalar, exponent);

        /// <summary>Each element to a power, in place.</summary>
        /// <param name="exponent">The exponent.</param>
        /// <returns>This tensor.</returns>
        public Tensor pow_(Tensor exponent) => InPlace(s_powInPlaceTensor, exponent);

        /// <summary>Bounds each element from below and above.</summary>
        /// <param name="min">Lower bound; none if null.</param>
        /// <param name="max">Upper bound; none if null.</param>
        public Tensor clamp(Scalar? min = null, Scalar? max = null) => s_clamp.Call(this, min, max);

        /// <summary>Bounds each element from below and above.</summary>
        /// <param name="min">Lower bound; none if null.</param>
        /// <param name="max">Upper bound; none if null.</param>
        public Tensor clamp(Tensor? min = null, Tensor? max = null) => s_clampTensor.Call(this, min, max);

        /// <summary>Bounds each element from below and above, in place.</summary>
        /// <param name="min">Lower bound; none if null.</param>
        /// <param name="max">Upper bound; none if null.</param>
        /// <returns>This tensor.</returns>
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => InPlace(s_clampInPlace, min, max);

        /// <summary>Bounds each element from above.</summary>
        /// <param name="max">Upper bound; none if null.</param>
        public Tensor clamp_max(Scalar max) => s_clampMax.Call(this, max);

        /// <summary>Bounds each element from below.</summary>
        /// <param name="min">Lower bound; none if null.</param>
        public Tensor clamp_min(Scalar min) => s_clampMin.Call(this, min);

        /// <summary>Bounds each element from above, in place.</summary>
        /// <param name="max">Upper bound; none if null.</param>
        /// <returns>This tensor.</returns>
        public Tensor clamp_max_(Scalar max) => InPlace(s_clampMaxInPlace, max);

        /// <summary>Bounds each element from below, in place.</summary>
        /// <param name="min">Lower bound; none if null.</param>
        /// <returns>This tensor.</returns>
        public Tensor clamp_min_(Scalar min) => InPlace(s_clampMinInPlace, min);

        /// <summary>The larger of two elements, broadcast.</summary>
        /// <param name="other">The other tensor.</param>
        public Tensor maximum(Tensor other) => s_maximum.Call(this, other);

        /// <summary>The smaller of two elements, broadcast.</summary>
        /// <param name="other">The other tensor.</param>
        public Tensor minimum(Tensor other) => s_minimum.Call(this, other);

        /// <summary>Remainder with the sign of the divisor, elementwise.</summary>
        /// <param name="target">The other tensor.</param>
        public Tensor remainder(Tensor target) => s_remainderTensor.Call(this, target);

        /// <summary>Remainder with the sign of the divisor.</summary>
        /// <param name="scalar">The divisor.</param>
        public Tensor remainder(Scalar scalar) => s_remainderScalar.Call(this, scalar);

        /// <summary>Remainder with the sign of the dividend, elementwise.</summary>
        /// <param name="target">The other tensor.</param>
        public Tensor fmod(Tensor target) => s_fmodTensor.Call(this, target);

        /// <summary>Remainder with the sign of the dividend.</summary>
        /// <param name="scalar">The divisor.</param>
        public Tensor fmod(Scalar scalar) => s_fmodScalar.Call(this, scalar);

        /// <summary>Largest integer not above the quotient, elementwise.</summary>
        /// <param name="other">The other tensor.</param>
        public Tensor floor_divide(Tensor other) => s_floorDivide.Call(this, other);

        /// <summary>Angle of the point (other, this), elementwise.</summary>
        /// <param name="other">The other tensor.</param>
        public Tensor atan2(Tensor other) => s_atan2.Call(this, other);

        /// <summary>this + value * tensor1 * tensor2.</summary>
        /// <param name="tensor1">First factor.</param>
        /// <param name="tensor2">Second factor.</param>
        /// <param name="value">Factor of the product.</param>
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => s_addcmul.Call(this, tensor1, tensor2, value);

        /// <summary>Adds value * tensor1 * tensor2 to this tensor.</summary>
        /// <param name="tensor1">First factor.</param>
        /// <param name="tensor2">Second factor.</param>
        /// <param name="value">Factor of the product.</param>
        /// <returns>This tensor.</returns>
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            InPlace(s_addcmulInPlace, tensor1, tensor2, value);

        /// <summary>this + value * tensor1 / tensor2.</summary>
        /// <param name="tensor1">Dividend.</param>
        /// <param name="tensor2">Divisor.</param>
        /// <param name="value">Factor of the quotient.</param>
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => s_addcdiv.Call(this, tensor1, tensor2, value);

        /// <summary>Adds value * tensor1 / tensor2 to this tensor.</summary>
        /// <param name="tensor1">Dividend.</param>
        /// <param name="tensor2">Divisor.</param>
        /// <param name="value">Factor of the quotient.</param>
        /// <returns>This tensor.</returns>
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            InPlace(s_addcdivInPlace, tensor1, tensor2, value);

        /// <summary>this + weight * (end - this).</summary>
        /// <param name="end">Value at weight 1.</param>
        /// <param name="weight">Share of the way to the end.</param>
        public Tensor lerp(Tensor end, Tensor weight) => s_lerpTensor.Call(this, end, weight);

        /// <summary>Moves this tensor towards another one by a share of the way.</summary>
        /// <param name="end">Value at weight 1.</param>
        /// <param name="weight">Share of the way to the end.</param>
        /// <returns>This tensor.</returns>
        public Tensor lerp_(Tensor end, Tensor weight) => InPlace(s_lerpInPlaceTensor, end, weight);

        /// <summary>Replaces values that are not finite.</summary>
        /// <param name="nan">For values that are not numbers.</param>
        /// <param name="posinf">For positive infinity; the largest number by default.</param>
        /// <param name="neginf">For negative infinity; the smallest number by default.</param>
        public Tensor nan_to_num(double nan = 0d, double? posinf = null, double? neginf = null) =>
            s_nanToNum.Call(this, nan, posinf, neginf);

        /// <summary>log(exp(this) + exp(other)), elementwise.</summary>
        /// <param name="other">The other tensor.</param>
        public Tensor logaddexp(Tensor other) => s_logaddexp.Call(this, other);

        /// <summary>exp(x) over its sum along a dimension.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="dtype">Type of the result.</param>
        public Tensor softmax(long dim, ScalarType? dtype = null) => s_softmaxInt.Call(this, dim, dtype);

        /// <summary>Logarithm of the softmax along a dimension.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="dtype">Type of the result.</param>
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => s_logSoftmaxInt.Call(this, dim, dtype);

        /// <summary>Sets every element to a number.</summary>
        /// <param name="value">The new value.</param>
        /// <returns>This tensor.</returns>
        public Tensor fill_(Scalar value) => InPlace(s_fillInPlaceScalar, value);

        /// <summary>Sets every element to zero.</summary>
        /// <returns>This tensor.</returns>
        public Tensor zero_() => InPlace(s_zeroInPlace);
    }
}
