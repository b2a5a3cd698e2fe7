namespace TorchSharp;

public static partial class torch
{
    private static readonly Operator s_rand = Operator.Find("aten::rand", "generator");
    private static readonly Operator s_randn = Operator.Find("aten::randn", "generator");

    /// <summary>Uniform random numbers in [0, 1).</summary>
    /// <param name="size">Sizes of the dimensions.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="generator">Source of random numbers; the default generator of the device if null.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor rand(
        long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        CreateRandom(s_rand, size, dtype, device, requires_grad, generator, names);

    /// <summary>Uniform random numbers in [0, 1).</summary>
    /// <param name="size">Sizes of the dimensions.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="generator">Source of random numbers; the default generator of the device if null.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor rand(
        ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        rand(size.ToArray(), dtype, device, requires_grad, generator, names);

    /// <summary>Uniform random numbers in [0, 1).</summary>
    /// <param name="size">Size of the only dimension.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="generator">Source of random numbers; the default generator of the device if null.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor rand(
        long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        rand(new[] { size }, dtype, device, requires_grad, generator, names);

    /// <summary>Uniform random numbers in [0, 1).</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="generator">Source of random numbers; the default generator of the device if null.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor rand(
        long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        rand(new[] { rows, columns }, dtype, device, requires_grad, generator, names);

    /// <summary>Uniform random numbers in [0, 1).</summary>
    /// <param name="dim0">Size of dimension 0.</param>
    /// <param name="dim1">Size of dimension 1.</param>
    /// <param name="dim2">Size of dimension 2.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="generator">Source of random numbers; the default generator of the device if null.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor rand(
        long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        rand(new[] { dim0, dim1, dim2 }, dtype, device, requires_grad, generator, names);

    /// <summary>Uniform random numbers in [0, 1).</summary>
    /// <param name="dim0">Size of dimension 0.</param>
    /// <param name="dim1">Size of dimension 1.</param>
    /// <param name="dim2">Size of dimension 2.</param>
    /// <param name="dim3">Size of dimension 3.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="generator">Source of random numbers; the default generator of the device if null.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor rand(
        long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        rand(new[] { dim0, dim1, dim2, dim3 }, dtype, device, requires_grad, generator, names);

    /// <summary>Normal random numbers with mean 0 and variance 1.</summary>
    /// <param name="size">Sizes of the dimensions.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="generator">Source of random numbers; the default generator of the device if null.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor randn(
        long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        CreateRandom(s_randn, size, dtype, device, requires_grad, generator, names);

    /// <summary>Normal random numbers with mean 0 and variance 1.</summary>
    /// <param name="size">Sizes of the dimensions.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="generator">Source of random numbers; the default generator of the device if null.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor randn(
        ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randn(size.ToArray(), dtype, device, requires_grad, generator, names);

    /// <summary>Normal random numbers with mean 0 and variance 1.</summary>
    /// <param name="size">Size of the only dimension.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="generator">Source of random numbers; the default generator of the device if null.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor randn(
        long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randn(new[] { size }, dtype, device, requires_grad, generator, names);

    /// <summary>Normal random numbers with mean 0 and variance 1.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="generator">Source of random numbers; the default generator of the device if null.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor randn(
        long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randn(new[] { rows, columns }, dtype, device, requires_grad, generator, names);

    /// <summary>Normal random numbers with mean 0 and variance 1.</summary>
    /// <param name="dim0">Size of dimension 0.</param>
    /// <param name="dim1">Size of dimension 1.</param>
    /// <param name="dim2">Size of dimension 2.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="generator">Source of random numbers; the default generator of the device if null.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor randn(
        long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randn(new[] { dim0, dim1, dim2 }, dtype, device, requires_grad, generator, names);

    /// <summary>Normal random numbers with mean 0 and variance 1.</summary>
    /// <param name="dim0">Size of dimension 0.</param>
    /// <param name="dim1">Size of dimension 1.</param>
    /// <param name="dim2">Size of dimension 2.</param>
    /// <param name="dim3">Size of dimension 3.</param>
    /// <param name="dtype">Type of the elements; the default floating-point type if null.</param>
    /// <param name="device">Where the tensor lies; the default device if null.</param>
    /// <param name="requires_grad">Records operations for gradients.</param>
    /// <param name="generator">Source of random numbers; the default generator of the device if null.</param>
    /// <param name="names">Not supported: null.</param>
    public static Tensor randn(
        long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randn(new[] { dim0, dim1, dim2, dim3 }, dtype, device, requires_grad, generator, names);
}
