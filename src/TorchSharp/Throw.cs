using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>Every exception that this assembly raises by itself.</summary>
internal static unsafe class Throw
{
    /// <summary>The error text of this thread, as libtorch wrote it.</summary>
    [DoesNotReturn]
    public static void NativeError()
    {
        var text = Marshal.PtrToStringUTF8((nint)NativeMethods.dw_last_error()) ?? "";
        var stack = text.IndexOf("\nException raised from", StringComparison.Ordinal);
        throw new ExternalException((stack < 0 ? text : text[..stack]).TrimEnd());
    }

    /// <summary>A tensor whose native part is gone.</summary>
    [DoesNotReturn]
    public static void EmptyHandle() =>
        throw new InvalidOperationException("Tensor invalid -- empty handle. It was disposed, by hand or by its dispose scope.");

    /// <summary>An operator returned something else than its caller in this assembly expects.</summary>
    /// <param name="name">Name of the operator.</param>
    /// <param name="expected">What was expected.</param>
    /// <param name="found">What came back.</param>
    [DoesNotReturn]
    public static void UnexpectedResult(string name, string expected, string found) =>
        throw new InvalidOperationException($"Operator '{name}' returned {found}, expected {expected}.");

    /// <summary>A type of .NET that does not match the tensor's type.</summary>
    /// <param name="type">The type asked for.</param>
    /// <param name="dtype">The type of the tensor.</param>
    [DoesNotReturn]
    public static void IncompatibleType(Type type, torch.ScalarType dtype) => throw new ArgumentException($"{type.Name} is not compatible with {dtype}");

    /// <summary>Memory of another device than the CPU cannot be read from .NET.</summary>
    /// <param name="device">Where the tensor lies.</param>
    [DoesNotReturn]
    public static void NotOnCpu(torch.Device device) => throw new InvalidOperationException(
        $"Reading data of a tensor on '{device}' is not supported: only CPU memory can be read. Copy the tensor to the CPU first.");

    /// <summary>An argument that is wrong in itself.</summary>
    /// <param name="message">What was found and what was expected.</param>
    /// <param name="parameter">Name of the parameter.</param>
    [DoesNotReturn]
    public static void Argument(string message, string? parameter = null) => throw new ArgumentException(message, parameter);

    /// <summary>A call that the state of the object does not allow.</summary>
    /// <param name="message">What was found and what was expected.</param>
    [DoesNotReturn]
    public static void InvalidOperation(string message) => throw new InvalidOperationException(message);

    /// <summary>A feature of the real package that this binding leaves out.</summary>
    /// <param name="message">What is not supported, and what to do instead.</param>
    [DoesNotReturn]
    public static void NotSupported(string message) => throw new NotSupportedException(message);

    /// <summary>An index outside a tensor.</summary>
    /// <param name="index">What was asked for.</param>
    /// <param name="size">The size of the dimension, or the number of elements.</param>
    [DoesNotReturn]
    public static void IndexOutOfRange(long index, long size) => throw new IndexOutOfRangeException($"Index {index} is outside 0..{size - 1}.");
}
