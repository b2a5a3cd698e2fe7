namespace TorchSharp;

public static partial class torch
{
    /// <summary>The same elements with other sizes; a copy only if there is no view.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="shape">The new sizes; one may be -1.</param>
    public static Tensor reshape(Tensor input, params long[] shape) => input.reshape(shape);

    /// <summary>Reorders the dimensions.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="permutation">The dimensions in their new order.</param>
    public static Tensor permute(Tensor input, params long[] permutation) => input.permute(permutation);

    /// <summary>Exchanges two dimensions.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim0">The first dimension.</param>
    /// <param name="dim1">The second dimension.</param>
    public static Tensor transpose(Tensor input, long dim0, long dim1) => input.transpose(dim0, dim1);

    /// <summary>Transposes a matrix.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor t(Tensor input) => input.t();

    /// <summary>Inserts a dimension of size 1.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    public static Tensor unsqueeze(Tensor input, long dim) => input.unsqueeze(dim);

    /// <summary>Removes a dimension of size 1.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    public static Tensor squeeze(Tensor input, long dim) => input.squeeze(dim);

    /// <summary>Joins consecutive dimensions into one.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="start_dim">First dimension to flatten.</param>
    /// <param name="end_dim">Last dimension to flatten.</param>
    public static Tensor flatten(Tensor input, long start_dim = 0, long end_dim = -1) => input.flatten(start_dim, end_dim);

    /// <summary>A range of positions along a dimension.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    /// <param name="start">First position.</param>
    /// <param name="length">Number of positions.</param>
    public static Tensor narrow(Tensor input, long dim, long start, long length) => input.narrow(dim, start, length);

    /// <summary>One position along a dimension, which disappears.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    /// <param name="index">The position; negative counts from the last.</param>
    public static Tensor select(Tensor input, long dim, long index) => input.select(dim, index);

    /// <summary>Repeats dimensions of size 1 without copying.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="shape">The new sizes.</param>
    public static Tensor broadcast_to(Tensor input, params long[] shape) => input.broadcast_to(shape);

    /// <summary>Rolls the elements along dimensions; those that leave return at the other end.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="shifts">By how many positions.</param>
    /// <param name="dims">The dimensions; negative ones count from the last.</param>
    public static Tensor roll(Tensor input, long[] shifts, long[] dims) => input.roll(shifts, dims);

    /// <summary>Rolls the elements along a dimension, or all in one row.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="shifts">By how many positions.</param>
    /// <param name="dims">The dimensions; negative ones count from the last.</param>
    public static Tensor roll(Tensor input, long shifts, long? dims = null) => input.roll(shifts, dims);

    /// <summary>Reverses the order along dimensions.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dims">The dimensions; negative ones count from the last.</param>
    public static Tensor flip(Tensor input, params long[] dims) => input.flip(dims);

    /// <summary>Views of given sizes along a dimension.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="split_size_or_sections">Size of each part.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    public static Tensor[] split(Tensor tensor, long[] split_size_or_sections, long dim = 0) => tensor.split(split_size_or_sections, dim);

    /// <summary>A number of views along a dimension.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="chunks">Number of parts.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    public static Tensor[] chunk(Tensor input, long chunks, long dim = 0) => input.chunk(chunks, dim);

    /// <summary>One view per position along a dimension, which disappears.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    public static Tensor[] unbind(Tensor input, long dim = 0L) => input.unbind(dim);

    /// <summary>The diagonal of a matrix, or the matrix with a diagonal.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="diagonal">0 for the main diagonal, positive above it, negative below it.</param>
    public static Tensor diag(Tensor input, long diagonal = 0) => input.diag(diagonal);

    /// <summary>Matrices with the tensor on their diagonals.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="offset">0 for the main diagonal, positive above it, negative below it.</param>
    /// <param name="dim1">First dimension of the planes.</param>
    /// <param name="dim2">Second dimension of the planes.</param>
    public static Tensor diag_embed(Tensor input, long offset = 0L, long dim1 = -2L, long dim2 = -1L) =>
        input.diag_embed(offset, dim1, dim2);

    /// <summary>The lower triangle; zero elsewhere.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="diagonal">0 for the main diagonal, positive above it, negative below it.</param>
    public static Tensor tril(Tensor input, long diagonal = 0) => input.tril(diagonal);

    /// <summary>The upper triangle; zero elsewhere.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="diagonal">0 for the main diagonal, positive above it, negative below it.</param>
    public static Tensor triu(Tensor input, long diagonal = 0) => input.triu(diagonal);

    /// <summary>Sum of the diagonal of a matrix.</summary>
    /// <param name="input">The tensor.</param>
    public static Tensor trace(Tensor input) => input.trace();

    /// <summary>Moves a dimension to another place.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="source">Where the dimensions are.</param>
    /// <param name="destination">Where they go.</param>
    public static Tensor movedim(Tensor input, long[] source, long[] destination) => input.movedim(source, destination);
}
