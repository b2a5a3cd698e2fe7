namespace TorchSharp;

public static partial class torch
{
    /// <summary>True where an element of the left operand is equal to that of the right one, broadcast.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand.</param>
    public static Tensor eq(Tensor left, Tensor right) => left.eq(right);

    /// <summary>True where an element of the left operand is different from that of the right one, broadcast.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand.</param>
    public static Tensor ne(Tensor left, Tensor right) => left.ne(right);

    /// <summary>True where an element of the left operand is less than that of the right one, broadcast.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand.</param>
    public static Tensor lt(Tensor left, Tensor right) => left.lt(right);

    /// <summary>True where an element of the left operand is at most that of the right one, broadcast.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand.</param>
    public static Tensor le(Tensor left, Tensor right) => left.le(right);

    /// <summary>True where an element of the left operand is greater than that of the right one, broadcast.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand.</param>
    public static Tensor gt(Tensor left, Tensor right) => left.gt(right);

    /// <summary>True where an element of the left operand is at least that of the right one, broadcast.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand.</param>
    public static Tensor ge(Tensor left, Tensor right) => left.ge(right);

    /// <summary>True if shape and all elements are equal.</summary>
    /// <param name="tensor1">First tensor.</param>
    /// <param name="tensor2">Second tensor.</param>
    public static bool equal(Tensor tensor1, Tensor tensor2) => tensor1.equal(tensor2);

    /// <summary>True if all elements satisfy |input - target| &lt;= atol + rtol * |target|.</summary>
    /// <param name="target">The tensor.</param>
    /// <param name="other">The other tensor.</param>
    /// <param name="rtol">Relative tolerance.</param>
    /// <param name="atol">Absolute tolerance.</param>
    /// <param name="equal_nan">Two values that are not numbers count as equal.</param>
    public static bool allclose(Tensor target, Tensor other, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
        target.allclose(other, rtol, atol, equal_nan);

    /// <summary>Logical and, elementwise.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="other">The other tensor.</param>
    public static Tensor logical_and(Tensor input, Tensor other) => input.logical_and(other);

    /// <summary>Logical or, elementwise.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="other">The other tensor.</param>
    public static Tensor logical_or(Tensor input, Tensor other) => input.logical_or(other);

    /// <summary>Logical exclusive or, elementwise.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="other">The other tensor.</param>
    public static Tensor logical_xor(Tensor input, Tensor other) => input.logical_xor(other);

    /// <summary>Bitwise and; logical and of truth values.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="other">The other tensor.</param>
    public static Tensor bitwise_and(Tensor input, Tensor other) => input.bitwise_and(other);

    /// <summary>Bitwise or; logical or of truth values.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="other">The other tensor.</param>
    public static Tensor bitwise_or(Tensor input, Tensor other) => input.bitwise_or(other);

    /// <summary>Bitwise exclusive or.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="other">The other tensor.</param>
    public static Tensor bitwise_xor(Tensor input, Tensor other) => input.bitwise_xor(other);

    /// <summary>Bitwise complement; logical complement of truth values.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor bitwise_not(Tensor input) => input.bitwise_not();

    /// <summary>Shifts the bits of each integer to the left.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="other">The other tensor.</param>
    public static Tensor bitwise_left_shift(Tensor input, Tensor other) => input.bitwise_left_shift(other);

    /// <summary>Shifts the bits of each integer to the right.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="other">The other tensor.</param>
    public static Tensor bitwise_right_shift(Tensor input, Tensor other) => input.bitwise_right_shift(other);
}
