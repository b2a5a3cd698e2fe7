using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A number of any type, as operators take it beside tensors.</summary>
public sealed class Scalar : IDisposable
{
    internal Scalar(ValueKind kind, long payload)
    {
        Kind = kind;
        Payload = payload;
    }

    /// <summary>How the number is stored: <see cref="ScalarType.Int64"/>, <see cref="ScalarType.Float64"/> or <see cref="ScalarType.Bool"/>.</summary>
    public ScalarType Type => Kind switch
    {
        ValueKind.Integer => ScalarType.Int64,
        ValueKind.Boolean => ScalarType.Bool,
        _ => ScalarType.Float64,
    };

    internal ValueKind Kind { get; }

    internal long Payload { get; }

    /// <summary>Wraps an integer.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Scalar(byte value) => value.ToScalar();

    /// <summary>Wraps an integer.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Scalar(sbyte value) => value.ToScalar();

    /// <summary>Wraps an integer.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Scalar(short value) => value.ToScalar();

    /// <summary>Wraps an integer.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Scalar(int value) => value.ToScalar();

    /// <summary>Wraps an integer.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Scalar(long value) => value.ToScalar();

    /// <summary>Wraps a floating-point number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Scalar(Half value) => ((double)value).ToScalar();

    /// <summary>Wraps a floating-point number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Scalar(float value) => value.ToScalar();

    /// <summary>Wraps a floating-point number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Scalar(double value) => value.ToScalar();

    /// <summary>Wraps a truth value.</summary>
    /// <param name="value">The truth value.</param>
    public static implicit operator Scalar(bool value) => value.ToScalar();

    /// <summary>Does nothing: the number holds no native memory here. Kept for code written for the real package.</summary>
    public void Dispose()
    {
    }

    internal T Convert<T>()
        where T : INumberBase<T> =>
        Kind == ValueKind.Double ? T.CreateTruncating(BitConverter.Int64BitsToDouble(Payload)) : T.CreateTruncating(Payload);
}
