namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor without dimensions that holds one number.</summary>
    /// <param name="scalar">The number.</param>
    /// <param name="dtype">Type of the elements; that of the .NET values if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    public static Tensor tensor(float scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromScalar(scalar, dtype, device, requires_grad);

    /// <summary>A tensor of one dimension with a copy of an array.</summary>
    /// <param name="rawArray">The numbers.</param>
    /// <param name="dtype">Type of the elements; that of the .NET values if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor tensor(
        float[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromSpan<float>(rawArray, [rawArray.Length], dtype, device, requires_grad, names);

    /// <summary>A tensor with a copy of an array, last dimension first.</summary>
    /// <param name="rawArray">The numbers.</param>
    /// <param name="dimensions">Sizes of the dimensions.</param>
    /// <param name="dtype">Type of the elements; that of the .NET values if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor tensor(
        float[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromSpan<float>(rawArray, dimensions, dtype, device, requires_grad, names);

    /// <summary>A tensor of one dimension with a copy of a list.</summary>
    /// <param name="rawArray">The numbers.</param>
    /// <param name="dtype">Type of the elements; that of the .NET values if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor tensor(
        IList<float> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromSpan<float>([.. rawArray], [rawArray.Count], dtype, device, requires_grad, names);

    /// <summary>A tensor with a copy of a list, last dimension first.</summary>
    /// <param name="rawArray">The numbers.</param>
    /// <param name="dimensions">Sizes of the dimensions.</param>
    /// <param name="dtype">Type of the elements; that of the .NET values if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor tensor(
        IList<float> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromSpan<float>([.. rawArray], dimensions, dtype, device, requires_grad, names);

    /// <summary>A matrix with a copy of a list, row by row.</summary>
    /// <param name="rawArray">The numbers.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="dtype">Type of the elements; that of the .NET values if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor tensor(
        IList<float> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromSpan<float>([.. rawArray], [rows, columns], dtype, device, requires_grad, names);

    /// <summary>A matrix with a copy of an array.</summary>
    /// <param name="rawArray">The numbers.</param>
    /// <param name="dtype">Type of the elements; that of the .NET values if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor tensor(
        float[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromArray<float>(rawArray, dtype, device, requires_grad, names);

    /// <summary>A tensor of three dimensions with a copy of an array.</summary>
    /// <param name="rawArray">The numbers.</param>
    /// <param name="dtype">Type of the elements; that of the .NET values if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor tensor(
        float[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromArray<float>(rawArray, dtype, device, requires_grad, names);
}
