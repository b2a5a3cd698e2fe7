namespace TorchSharp;

public static partial class torch
{
    /// <summary>Each element to a power, elementwise.</summary>
    /// <param name="left">The tensor.</param>
    /// <param name="exponent">The exponent.</param>
    public static Tensor pow(Tensor left, Tensor exponent) => left.pow(exponent);

    /// <summary>Each element to a power.</summary>
    /// <param name="left">The tensor.</param>
    /// <param name="exponent">The exponent.</param>
    public static Tensor pow(Tensor left, Scalar exponent) => left.pow(exponent);

    /// <summary>Bounds each element from below and above.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="min">Lower bound; none if null.</param>
    /// <param name="max">Upper bound; none if null.</param>
    public static Tensor clamp(Tensor input, Scalar? min = null, Scalar? max = null) => input.clamp(min, max);

    /// <summary>Bounds each element from below and above.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="min">Lower bound; none if null.</param>
    /// <param name="max">Upper bound; none if null.</param>
    public static Tensor clamp(Tensor input, Tensor? min = null, Tensor? max = null) => input.clamp(min, max);

    /// <summary>Bounds each element from above.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="max">Upper bound; none if null.</param>
    public static Tensor clamp_max(Tensor input, Scalar max) => input.clamp_max(max);

    /// <summary>Bounds each element from below.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="min">Lower bound; none if null.</param>
    public static Tensor clamp_min(Tensor input, Scalar min) => input.clamp_min(min);

    /// <summary>The larger of two elements, broadcast.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="other">The other tensor.</param>
    public static Tensor maximum(Tensor input, Tensor other) => input.maximum(other);

    /// <summary>The smaller of two elements, broadcast.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="other">The other tensor.</param>
    public static Tensor minimum(Tensor input, Tensor other) => input.minimum(other);

    /// <summary>Remainder with the sign of the divisor, elementwise.</summary>
    /// <param name="left">The tensor.</param>
    /// <param name="right">The other tensor.</param>
    public static Tensor remainder(Tensor left, Tensor right) => left.remainder(right);

    /// <summary>Remainder with the sign of the divisor.</summary>
    /// <param name="left">The tensor.</param>
    /// <param name="right">The divisor.</param>
    public static Tensor remainder(Tensor left, Scalar right) => left.remainder(right);

    /// <summary>Remainder with the sign of the dividend, elementwise.</summary>
    /// <param name="left">The tensor.</param>
    /// <param name="right">The other tensor.</param>
    public static Tensor fmod(Tensor left, Tensor right) => left.fmod(right);

    /// <summary>Remainder with the sign of the dividend.</summary>
    /// <param name="left">The tensor.</param>
    /// <param name="right">The divisor.</param>
    public static Tensor fmod(Tensor left, Scalar right) => left.fmod(right);

    /// <summary>Largest integer not above the quotient, elementwise.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="other">The other tensor.</param>
    public static Tensor floor_divide(Tensor input, Tensor other) => input.floor_divide(other);

    /// <summary>Angle of the point (other, this), elementwise.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="other">The other tensor.</param>
    public static Tensor atan2(Tensor input, Tensor other) => input.atan2(other);

    /// <summary>this + value * tensor1 * tensor2.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="tensor1">First factor.</param>
    /// <param name="tensor2">Second factor.</param>
    /// <param name="value">Factor of the product.</param>
    public static Tensor addcmul(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) =>
        input.addcmul(tensor1, tensor2, value);

    /// <summary>this + value * tensor1 / tensor2.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="tensor1">Dividend.</param>
    /// <param name="tensor2">Divisor.</param>
    /// <param name="value">Factor of the quotient.</param>
    public static Tensor addcdiv(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) =>
        input.addcdiv(tensor1, tensor2, value);

    /// <summary>this + weight * (end - this).</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="end">Value at weight 1.</param>
    /// <param name="weight">Share of the way to the end.</param>
    public static Tensor lerp(Tensor input, Tensor end, Tensor weight) => input.lerp(end, weight);

    /// <summary>Replaces values that are not finite.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="nan">For values that are not numbers; 0 by default.</param>
    /// <param name="posinf">For positive infinity; the largest number by default.</param>
    /// <param name="neginf">For negative infinity; the smallest number by default.</param>
    public static Tensor nan_to_num(Tensor input, double nan = 0d, double? posinf = null, double? neginf = null) =>
        input.nan_to_num(nan, posinf, neginf);

    /// <summary>log(exp(this) + exp(other)), elementwise.</summary>
    /// <param name="left">The tensor.</param>
    /// <param name="right">The other tensor.</param>
    public static Tensor logaddexp(Tensor left, Tensor right) => left.logaddexp(right);
}
