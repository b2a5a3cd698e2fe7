namespace TorchSharp;

public static partial class torch
{
    /// <summary>Largest element.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor max(Tensor input) => input.max();

    /// <summary>Largest elements along a dimension, and where they are.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
    public static (Tensor values, Tensor indexes) max(Tensor input, long dim, bool keepdim = false) => input.max(dim, keepdim);

    /// <summary>Position of the largest element among all.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor argmax(Tensor input) => input.argmax();

    /// <summary>Position of the largest element along a dimension.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
    public static Tensor argmax(Tensor input, long dim, bool keepdim = false) => input.argmax(dim, keepdim);

    /// <summary>Largest elements along dimensions.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dims">The dimensions; negative ones count from the last.</param>
    /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
    public static Tensor amax(Tensor input, ReadOnlySpan<long> dims, bool keepdim = false) => input.amax(dims, keepdim);

    /// <summary>Smallest element.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor min(Tensor input) => input.min();

    /// <summary>Smallest elements along a dimension, and where they are.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
    public static (Tensor values, Tensor indexes) min(Tensor input, long dim, bool keepdim = false) => input.min(dim, keepdim);

    /// <summary>Position of the smallest element among all.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor argmin(Tensor input) => input.argmin();

    /// <summary>Position of the smallest element along a dimension.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
    public static Tensor argmin(Tensor input, long dim, bool keepdim = false) => input.argmin(dim, keepdim);

    /// <summary>Smallest elements along dimensions.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dims">The dimensions; negative ones count from the last.</param>
    /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
    public static Tensor amin(Tensor input, ReadOnlySpan<long> dims, bool keepdim = false) => input.amin(dims, keepdim);

    /// <summary>The k largest or smallest elements along a dimension, and where they are.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="k">How many.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    /// <param name="largest">The largest instead of the smallest.</param>
    /// <param name="sorted">In order.</param>
    public static (Tensor values, Tensor indexes) topk(Tensor tensor, int k, int dim = -1, bool largest = true, bool sorted = true) =>
        tensor.topk(k, dim, largest, sorted);

    /// <summary>The k-th smallest element along a dimension, and where it is.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="k">How many.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
    public static (Tensor values, Tensor indices) kthvalue(Tensor input, long k, long? dim, bool keepdim = false) =>
        input.kthvalue(k, dim, keepdim);

    /// <summary>The elements in order along a dimension, and where they were.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    /// <param name="descending">Largest first.</param>
    /// <param name="stable">Keeps the order of equal elements.</param>
    public static (Tensor Values, Tensor Indices) sort(Tensor input, long dim = -1, bool descending = false, bool stable = false) =>
        input.sort(dim, descending, stable);

    /// <summary>Positions of the elements in their order along a dimension.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    /// <param name="descending">Largest first.</param>
    public static Tensor argsort(Tensor input, long dim = -1, bool descending = false) => input.argsort(dim, descending);

    /// <summary>Median of all elements; the lower of the two middle ones.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor median(Tensor input) => input.median();

    /// <summary>Quantiles along a dimension, or of all elements, interpolated linearly.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="q">Quantiles between 0 and 1.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
    public static Tensor quantile(Tensor input, Tensor q, long dim = -1, bool keepdim = false) => input.quantile(q, dim, keepdim);

    /// <summary>How often each non-negative integer occurs.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="weights">Weight of each value; 1 by default.</param>
    /// <param name="minlength">Smallest number of counts.</param>
    public static Tensor bincount(Tensor input, Tensor? weights = null, long minlength = 0) => input.bincount(weights, minlength);

    /// <summary>Counts of the elements in bins of equal width.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="bins">Number of bins.</param>
    /// <param name="min">Lower end; with max equal, those of the data.</param>
    /// <param name="max">Upper end.</param>
    public static Tensor histc(Tensor input, long bins = 100, long min = 0, long max = 0) => input.histc(bins, min, max);
}
