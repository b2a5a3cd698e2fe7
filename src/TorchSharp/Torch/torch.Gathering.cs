namespace TorchSharp;

public static partial class torch
{
    /// <summary>For each position, the element that an index names along a dimension.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    /// <param name="index">Positions, 64-bit integers.</param>
    public static Tensor gather(Tensor input, long dim, Tensor index) => input.gather(dim, index);

    /// <summary>A copy with elements written to indexed positions along a dimension.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    /// <param name="index">Positions, 64-bit integers.</param>
    /// <param name="src">Where the values come from.</param>
    public static Tensor scatter(Tensor input, long dim, Tensor index, Tensor src) => input.scatter(dim, index, src);

    /// <summary>Writes elements to indexed positions along a dimension.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    /// <param name="index">Positions, 64-bit integers.</param>
    /// <param name="src">Where the values come from.</param>
    public static Tensor scatter_(Tensor input, long dim, Tensor index, Tensor src) => input.scatter_(dim, index, src);

    /// <summary>A copy with elements added at indexed positions along a dimension.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    /// <param name="index">Positions, 64-bit integers.</param>
    /// <param name="src">Where the values come from.</param>
    public static Tensor scatter_add(Tensor input, long dim, Tensor index, Tensor src) => input.scatter_add(dim, index, src);

    /// <summary>Slices at indexed positions along a dimension.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    /// <param name="index">Positions, 64-bit integers.</param>
    public static Tensor index_select(Tensor input, long dim, Tensor index) => input.index_select(dim, index);

    /// <summary>A copy with slices added at indexed positions: this + alpha * source.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    /// <param name="index">Positions, 64-bit integers.</param>
    /// <param name="source">Where the values come from.</param>
    /// <param name="alpha">Factor of the slices.</param>
    public static Tensor index_add(Tensor input, long dim, Tensor index, Tensor source, Scalar alpha) =>
        input.index_add(dim, index, source, alpha);

    /// <summary>A copy with slices written to indexed positions along a dimension.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    /// <param name="index">Positions, 64-bit integers.</param>
    /// <param name="source">Where the values come from.</param>
    public static Tensor index_copy(Tensor input, long dim, Tensor index, Tensor source) => input.index_copy(dim, index, source);

    /// <summary>A copy with a number written to indexed positions along a dimension.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    /// <param name="index">Positions, 64-bit integers.</param>
    /// <param name="value">The new value.</param>
    public static Tensor index_fill(Tensor input, long dim, Tensor index, Scalar value) => input.index_fill(dim, index, value);

    /// <summary>The elements where the mask holds, in one dimension.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="mask">Truth values, broadcast to the tensor.</param>
    public static Tensor masked_select(Tensor input, Tensor mask) => input.masked_select(mask);

    /// <summary>The elements at row-major positions.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="index">Positions, 64-bit integers.</param>
    public static Tensor take(Tensor input, Tensor index) => input.take(index);

    /// <summary>The elements at positions along a dimension, broadcast.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="indices">Positions, 64-bit integers.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    public static Tensor take_along_dim(Tensor input, Tensor indices, long dim) => input.take_along_dim(indices, dim);

    /// <summary>Positions of the elements other than zero, shape [n, dimensions].</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor nonzero(Tensor input) => input.nonzero();
}
