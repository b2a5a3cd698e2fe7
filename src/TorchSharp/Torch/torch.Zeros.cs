namespace TorchSharp;

public static partial class torch
{
    private static readonly Operator s_zeros = Operator.Find("aten::zeros");
    private static readonly Operator s_ones = Operator.Find("aten::ones");

    /// <summary>A tensor of zeros.</summary>
    /// <param name="size">Sizes of the dimensions.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor zeros(
        long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Create(s_zeros, size, dtype, device, requires_grad, names);

    /// <summary>A tensor of zeros.</summary>
    /// <param name="size">Sizes of the dimensions.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor zeros(
        ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        zeros(size.ToArray(), dtype, device, requires_grad, names);

    /// <summary>A tensor of zeros.</summary>
    /// <param name="size">Size of the only dimension.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor zeros(
        long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        zeros(new[] { size }, dtype, device, requires_grad, names);

    /// <summary>A tensor of zeros.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor zeros(
        long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        zeros(new[] { rows, columns }, dtype, device, requires_grad, names);

    /// <summary>A tensor of zeros.</summary>
    /// <param name="dim0">Size of dimension 0.</param>
    /// <param name="dim1">Size of dimension 1.</param>
    /// <param name="dim2">Size of dimension 2.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor zeros(
        long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        zeros(new[] { dim0, dim1, dim2 }, dtype, device, requires_grad, names);

    /// <summary>A tensor of zeros.</summary>
    /// <param name="dim0">Size of dimension 0.</param>
    /// <param name="dim1">Size of dimension 1.</param>
    /// <param name="dim2">Size of dimension 2.</param>
    /// <param name="dim3">Size of dimension 3.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor zeros(
        long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        zeros(new[] { dim0, dim1, dim2, dim3 }, dtype, device, requires_grad, names);

    /// <summary>A tensor of ones.</summary>
    /// <param name="size">Sizes of the dimensions.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor ones(
        long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Create(s_ones, size, dtype, device, requires_grad, names);

    /// <summary>A tensor of ones.</summary>
    /// <param name="size">Sizes of the dimensions.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor ones(
        ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        ones(size.ToArray(), dtype, device, requires_grad, names);

    /// <summary>A tensor of ones.</summary>
    /// <param name="size">Size of the only dimension.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor ones(
        long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        ones(new[] { size }, dtype, device, requires_grad, names);

    /// <summary>A tensor of ones.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor ones(
        long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        ones(new[] { rows, columns }, dtype, device, requires_grad, names);

    /// <summary>A tensor of ones.</summary>
    /// <param name="dim0">Size of dimension 0.</param>
    /// <param name="dim1">Size of dimension 1.</param>
    /// <param name="dim2">Size of dimension 2.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor ones(
        long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        ones(new[] { dim0, dim1, dim2 }, dtype, device, requires_grad, names);

    /// <summary>A tensor of ones.</summary>
    /// <param name="dim0">Size of dimension 0.</param>
    /// <param name="dim1">Size of dimension 1.</param>
    /// <param name="dim2">Size of dimension 2.</param>
    /// <param name="dim3">Size of dimension 3.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor ones(
        long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        ones(new[] { dim0, dim1, dim2, dim3 }, dtype, device, requires_grad, names);
}
