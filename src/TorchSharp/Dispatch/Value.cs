using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>An argument of an operator. Made by implicit conversion; lists are passed as arrays and not copied before the call.</summary>
internal readonly struct Value
{
    private Value(ValueKind kind, long payload, object? reference = null, int count = 0)
    {
        Kind = kind;
        Payload = payload;
        Reference = reference;
        Count = count;
    }

    /// <summary>What is passed.</summary>
    public ValueKind Kind { get; }

    /// <summary>Device index.</summary>
    public int Count { get; }

    /// <summary>An integer, the bits of a double, a truth value or a device type.</summary>
    public long Payload { get; }

    /// <summary>The tensor, generator, text or array, so that it lives until the call is over.</summary>
    public object? Reference { get; }

    /// <summary>No value: an optional argument left out.</summary>
    public static Value None => default;

    public static implicit operator Value(Tensor? value) => value is null ? default : new(ValueKind.Tensor, 0, value);

    public static implicit operator Value(long value) => new(ValueKind.Integer, value);

    public static implicit operator Value(int value) => new(ValueKind.Integer, value);

    public static implicit operator Value(double value) => new(ValueKind.Double, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Value(bool value) => new(ValueKind.Boolean, value ? 1 : 0);

    public static implicit operator Value(ScalarType value) => new(ValueKind.Integer, (long)value);

    public static implicit operator Value(long? value) => value is { } given ? given : default(Value);

    public static implicit operator Value(double? value) => value is { } given ? given : default(Value);

    public static implicit operator Value(bool? value) => value is { } given ? given : default(Value);

    public static implicit operator Value(ScalarType? value) => value is { } given ? given : default(Value);

    public static implicit operator Value(Scalar? value) => value is null ? default : new(value.Kind, value.Payload);

    public static implicit operator Value(Device? value) =>
        value is null ? default : new(ValueKind.Device, (long)value.type, null, value.index);

    public static implicit operator Value(string? value) => value is null ? default : new(ValueKind.String, 0, value);

    public static implicit operator Value(Generator? value) => value is null ? default : new(ValueKind.Generator, 0, value);

    public static implicit operator Value(long[]? value) => value is null ? default : new(ValueKind.IntegerList, 0, value);

    public static implicit operator Value(double[]? value) => value is null ? default : new(ValueKind.DoubleList, 0, value);

    public static implicit operator Value(bool[]? value) => value is null ? default : new(ValueKind.BooleanList, 0, value);

    public static implicit operator Value(Tensor?[]? value) => value is null ? default : new(ValueKind.TensorList, 0, value);
}
