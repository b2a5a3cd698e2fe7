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

    /// <summary>True where the elements are equal, broadcast; for one truth value see <see cref="Tensor.Equals(Tensor)"/>.</summary>
    /// <param name="tensor">The left operand.</param>
    /// <param name="target">The right operand.</param>
    public static Tensor equal(Tensor tensor, Tensor target) => tensor.equal(target);

    /// <summary>True if all elements satisfy |input - target| &lt;= atol + rtol * |target|.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="target">The other tensor.</param>
    /// <param name="rtol">Relative tolerance.</param>
    /// <param name="atol">Absolute tolerance.</param>
    /// <param name="equal_nan">Two values that are not numbers count as equal.</param>
    public static bool allclose(Tensor tensor, Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
        tensor.allclose(target, rtol, atol, equal_nan);

    /// <summary>Logical and, elementwise.</summary>
    /// <param name="left">The tensor.</param>
    /// <param name="right">The other tensor.</param>
    public static Tensor logical_and(Tensor left, Tensor right) => left.logical_and(right);

    /// <summary>Logical or, elementwise.</summary>
    /// <param name="left">The tensor.</param>
    /// <param name="right">The other tensor.</param>
    public static Tensor logical_or(Tensor left, Tensor right) => left.logical_or(right);

    /// <summary>Logical exclusive or, elementwise.</summary>
    /// <param name="left">The tensor.</param>
    /// <param name="right">The other tensor.</param>
    public static Tensor logical_xor(Tensor left, Tensor right) => left.logical_xor(right);

    /// <summary>Bitwise and; logical and of truth values.</summary>
    /// <param name="left">The tensor.</param>
    /// <param name="right">The other tensor.</param>
    public static Tensor bitwise_and(Tensor left, Tensor right) => left.bitwise_and(right);

    /// <summary>Bitwise or; logical or of truth values.</summary>
    /// <param name="left">The tensor.</param>
    /// <param name="right">The other tensor.</param>
    public static Tensor bitwise_or(Tensor left, Tensor right) => left.bitwise_or(right);

    /// <summary>Bitwise exclusive or.</summary>
    /// <param name="left">The tensor.</param>
    /// <param name="right">The other tensor.</param>
    public static Tensor bitwise_xor(Tensor left, Tensor right) => left.bitwise_xor(right);

    /// <summary>Bitwise complement; logical complement of truth values.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor bitwise_not(Tensor input) => input.bitwise_not();

    /// <summary>Shifts the bits of each integer to the left.</summary>
    /// <param name="left">The tensor.</param>
    /// <param name="right">The other tensor.</param>
    public static Tensor bitwise_left_shift(Tensor left, Tensor right) => left.bitwise_left_shift(right);

    /// <summary>Shifts the bits of each integer to the right.</summary>
    /// <param name="left">The tensor.</param>
    /// <param name="right">The other tensor.</param>
    public static Tensor bitwise_right_shift(Tensor left, Tensor right) => left.bitwise_right_shift(right);
}
