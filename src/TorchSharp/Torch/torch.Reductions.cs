namespace TorchSharp;

public static partial class torch
{
    /// <summary>Sum of all elements.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="type">Type in which the result is computed; that of the tensor by default.</param>
    public static Tensor sum(Tensor input, ScalarType? type = null) => input.sum(type);

    /// <summary>Sum along a dimension.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
    /// <param name="type">Type in which the result is computed; that of the tensor by default.</param>
    public static Tensor sum(Tensor input, long dim, bool keepdim = false, ScalarType? type = null) =>
        input.sum(dim, keepdim, type);

    /// <summary>Sum along dimensions.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The dimensions; negative ones count from the last.</param>
    /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
    /// <param name="type">Type in which the result is computed; that of the tensor by default.</param>
    public static Tensor sum(Tensor input, ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
        input.sum(dim, keepdim, type);

    /// <summary>Mean of all elements.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor mean(Tensor input) => input.mean();

    /// <summary>Mean along dimensions.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dimensions">The dimensions; negative ones count from the last.</param>
    /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
    /// <param name="type">Type in which the result is computed; that of the tensor by default.</param>
    public static Tensor mean(Tensor input, long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
        input.mean(dimensions, keepdim, type);

    /// <summary>Variance of all elements.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="unbiased">Divides by n - 1 instead of n.</param>
    public static Tensor var(Tensor input, bool unbiased = true) => input.var(unbiased);

    /// <summary>Variance along a dimension.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dimensions">The dimension; negative counts from the last.</param>
    /// <param name="unbiased">Divides by n - 1 instead of n.</param>
    /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
    /// <param name="type">Type in which the result is computed; that of the tensor by default.</param>
    public static Tensor var(Tensor input, long dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
        input.var(dimensions, unbiased, keepdim, type);

    /// <summary>Variance along dimensions.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dimensions">The dimensions; negative ones count from the last.</param>
    /// <param name="unbiased">Divides by n - 1 instead of n.</param>
    /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
    /// <param name="type">Type in which the result is computed; that of the tensor by default.</param>
    public static Tensor var(Tensor input, long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
        input.var(dimensions, unbiased, keepdim, type);

    /// <summary>Standard deviation of all elements.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="unbiased">Divides by n - 1 instead of n.</param>
    public static Tensor std(Tensor input, bool unbiased = true) => input.std(unbiased);

    /// <summary>Standard deviation along a dimension.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dimensions">The dimension; negative counts from the last.</param>
    /// <param name="unbiased">Divides by n - 1 instead of n.</param>
    /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
    /// <param name="type">Type in which the result is computed; that of the tensor by default.</param>
    public static Tensor std(Tensor input, long dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
        input.std(dimensions, unbiased, keepdim, type);

    /// <summary>Standard deviation along dimensions.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dimensions">The dimensions; negative ones count from the last.</param>
    /// <param name="unbiased">Divides by n - 1 instead of n.</param>
    /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
    /// <param name="type">Type in which the result is computed; that of the tensor by default.</param>
    public static Tensor std(Tensor input, long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
        input.std(dimensions, unbiased, keepdim, type);

    /// <summary>Product of all elements.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="type">Type in which the result is computed; that of the tensor by default.</param>
    public static Tensor prod(Tensor input, ScalarType? type = null) => input.prod(type);

    /// <summary>Product along a dimension.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
    /// <param name="type">Type in which the result is computed; that of the tensor by default.</param>
    public static Tensor prod(Tensor input, long dim, bool keepdim = false, ScalarType? type = null) =>
        input.prod(dim, keepdim, type);

    /// <summary>True if all elements are other than zero.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor all(Tensor input) => input.all();

    /// <summary>True if all elements along a dimension are other than zero.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
    public static Tensor all(Tensor input, long dim, bool keepdim = false) => input.all(dim, keepdim);

    /// <summary>True if any element is other than zero.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor any(Tensor input) => input.any();

    /// <summary>True if any element along a dimension is other than zero.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
    public static Tensor any(Tensor input, long dim, bool keepdim = false) => input.any(dim, keepdim);

    /// <summary>log of the sum of exponentials along a dimension.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
    public static Tensor logsumexp(Tensor input, long dim, bool keepdim = false) => input.logsumexp(dim, keepdim);

    /// <summary>Running sum along a dimension.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    /// <param name="type">Type in which the result is computed; that of the tensor by default.</param>
    public static Tensor cumsum(Tensor input, long dim, ScalarType? type = null) => input.cumsum(dim, type);

    /// <summary>Running product along a dimension.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    /// <param name="dtype">Type in which the result is computed; that of the tensor by default.</param>
    public static Tensor cumprod(Tensor input, long dim, ScalarType? dtype = null) => input.cumprod(dim, dtype);

    /// <summary>How many elements are other than zero.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dims">The dimensions; negative ones count from the last.</param>
    public static Tensor count_nonzero(Tensor input, long[]? dims = null) => input.count_nonzero(dims);
}
