namespace TorchSharp;

public static partial class torch
{
    private static readonly Operator s_empty = Operator.Find("aten::empty", "memory_format");
    private static readonly Operator s_full = Operator.Find("aten::full");

    /// <summary>A tensor with memory that is not initialised.</summary>
    /// <param name="size">Sizes of the dimensions.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor empty(
        long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Create(s_empty, size, dtype, device, requires_grad, names);

    /// <summary>A tensor with memory that is not initialised.</summary>
    /// <param name="size">Sizes of the dimensions.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor empty(
        ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        empty(size.ToArray(), dtype, device, requires_grad, names);

    /// <summary>A tensor with memory that is not initialised.</summary>
    /// <param name="size">Size of the only dimension.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor empty(
        long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        empty(new[] { size }, dtype, device, requires_grad, names);

    /// <summary>A tensor with memory that is not initialised.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor empty(
        long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        empty(new[] { rows, columns }, dtype, device, requires_grad, names);

    /// <summary>A tensor with memory that is not initialised.</summary>
    /// <param name="dim0">Size of dimension 0.</param>
    /// <param name="dim1">Size of dimension 1.</param>
    /// <param name="dim2">Size of dimension 2.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor empty(
        long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        empty(new[] { dim0, dim1, dim2 }, dtype, device, requires_grad, names);

    /// <summary>A tensor with memory that is not initialised.</summary>
    /// <param name="dim0">Size of dimension 0.</param>
    /// <param name="dim1">Size of dimension 1.</param>
    /// <param name="dim2">Size of dimension 2.</param>
    /// <param name="dim3">Size of dimension 3.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor empty(
        long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        empty(new[] { dim0, dim1, dim2, dim3 }, dtype, device, requires_grad, names);

    /// <summary>A tensor with one value everywhere.</summary>
    /// <param name="size">Sizes of the dimensions.</param>
    /// <param name="value">The value.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor full(
        long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CreateFilled(size, value, dtype, device, requires_grad, names);

    /// <summary>A tensor with one value everywhere.</summary>
    /// <param name="size">Sizes of the dimensions.</param>
    /// <param name="value">The value.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor full(
        ReadOnlySpan<long> size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full(size.ToArray(), value, dtype, device, requires_grad, names);

    /// <summary>A tensor with one value everywhere.</summary>
    /// <param name="size">Size of the only dimension.</param>
    /// <param name="value">The value.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor full(
        long size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full(new[] { size }, value, dtype, device, requires_grad, names);

    /// <summary>A tensor with one value everywhere.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="value">The value.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor full(
        long rows, long columns, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full(new[] { rows, columns }, value, dtype, device, requires_grad, names);

    /// <summary>A tensor with one value everywhere.</summary>
    /// <param name="dim0">Size of dimension 0.</param>
    /// <param name="dim1">Size of dimension 1.</param>
    /// <param name="dim2">Size of dimension 2.</param>
    /// <param name="value">The value.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor full(
        long dim0, long dim1, long dim2, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full(new[] { dim0, dim1, dim2 }, value, dtype, device, requires_grad, names);

    /// <summary>A tensor with one value everywhere.</summary>
    /// <param name="dim0">Size of dimension 0.</param>
    /// <param name="dim1">Size of dimension 1.</param>
    /// <param name="dim2">Size of dimension 2.</param>
    /// <param name="dim3">Size of dimension 3.</param>
    /// <param name="value">The value.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor full(
        long dim0, long dim1, long dim2, long dim3, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full(new[] { dim0, dim1, dim2, dim3 }, value, dtype, device, requires_grad, names);
}
