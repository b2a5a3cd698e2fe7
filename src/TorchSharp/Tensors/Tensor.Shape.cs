namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator s_view = Operator.Find("aten::view");
        private static readonly Operator s_viewAs = Operator.Find("aten::view_as");
        private static readonly Operator s_reshape = Operator.Find("aten::reshape");
        private static readonly Operator s_permute = Operator.Find("aten::permute");
        private static readonly Operator s_transposeInt = Operator.Find("aten::transpose", "int");
        private static readonly Operator s_t = Operator.Find("aten::t");
        private static readonly Operator s_unsqueeze = Operator.Find("aten::unsqueeze");
        private static readonly Operator s_unsqueezeInPlace = Operator.Find("aten::unsqueeze_");
        private static readonly Operator s_squeezeDim = Operator.Find("aten::squeeze", "dim");
        private static readonly Operator s_squeeze = Operator.Find("aten::squeeze");
        private static readonly Operator s_flattenUsingInts = Operator.Find("aten::flatten", "using_ints");
        private static readonly Operator s_unflattenInt = Operator.Find("aten::unflatten", "int");
        private static readonly Operator s_narrow = Operator.Find("aten::narrow");
        private static readonly Operator s_sliceTensor = Operator.Find("aten::slice", "Tensor");
        private static readonly Operator s_selectInt = Operator.Find("aten::select", "int");
        private static readonly Operator s_expand = Operator.Find("aten::expand");
        private static readonly Operator s_expandAs = Operator.Find("aten::expand_as");
        private static readonly Operator s_broadcastTo = Operator.Find("aten::broadcast_to");
        private static readonly Operator s_repeat = Operator.Find("aten::repeat");
        private static readonly Operator s_repeatInterleaveSelfInt = Operator.Find("aten::repeat_interleave", "self_int");
        private static readonly Operator s_repeatInterleaveSelfTensor = Operator.Find("aten::repeat_interleave", "self_Tensor");
        private static readonly Operator s_roll = Operator.Find("aten::roll");
        private static readonly Operator s_flip = Operator.Find("aten::flip");
        private static readonly Operator s_splitTensor = Operator.Find("aten::split", "Tensor");
        private static readonly Operator s_splitWithSizes = Operator.Find("aten::split_with_sizes");
        private static readonly Operator s_chunk = Operator.Find("aten::chunk");
        private static readonly Operator s_unbindInt = Operator.Find("aten::unbind", "int");
        private static readonly Operator s_diagonal = Operator.Find("aten::diagonal");
        private static readonly Operator s_diag = Operator.Find("aten::diag");
        private static readonly Operator s_diagEmbed = Operator.Find("aten::diag_embed");
        private static readonly Operator s_tril = Operator.Find("aten::tril");
        private static readonly Operator s_triu = Operator.Find("aten::triu");
        private static readonly Operator s_trace = Operator.Find("aten::trace");
        private static readonly Operator s_unfold = Operator.Find("aten::unfold");
        private static readonly Operator s_asStrided = Operator.Find("aten::as_strided");
        private static readonly Operator s_movedimIntlist = Operator.Find("aten::movedim", "intlist");

        /// <summary>The same memory with other sizes.</summary>
        /// <param name="shape">The new sizes; one may be -1.</param>
        public Tensor view(params long[] shape) => s_view.Call(this, shape);

        /// <summary>The same memory with the sizes of another tensor.</summary>
        /// <param name="other">The other tensor.</param>
        public Tensor view_as(Tensor other) => s_viewAs.Call(this, other);

        /// <summary>The same elements with other sizes; a copy only if there is no view.</summary>
        /// <param name="shape">The new sizes; one may be -1.</param>
        public Tensor reshape(params long[] shape) => s_reshape.Call(this, shape);

        /// <summary>Reorders the dimensions.</summary>
        /// <param name="permutation">The dimensions in their new order.</param>
        public Tensor permute(params long[] permutation) => s_permute.Call(this, permutation);

        /// <summary>Exchanges two dimensions.</summary>
        /// <param name="dim0">The first dimension.</param>
        /// <param name="dim1">The second dimension.</param>
        public Tensor transpose(long dim0, long dim1) => s_transposeInt.Call(this, dim0, dim1);

        /// <summary>Exchanges two dimensions.</summary>
        /// <param name="dim0">The first dimension.</param>
        /// <param name="dim1">The second dimension.</param>
        public Tensor swapaxes(long dim0, long dim1) => transpose(dim0, dim1);

        /// <summary>Transposes a matrix.</summary>
        public Tensor t() => s_t.Call(this);

        /// <summary>Inserts a dimension of size 1.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        public Tensor unsqueeze(long dim) => s_unsqueeze.Call(this, dim);

        /// <summary>Inserts a dimension of size 1, in place.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <returns>This tensor.</returns>
        public Tensor unsqueeze_(long dim) => InPlace(s_unsqueezeInPlace, dim);

        /// <summary>Removes a dimension of size 1, or all of them.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        public Tensor squeeze(long? dim = null) => dim is { } given ? s_squeezeDim.Call(this, given) : s_squeeze.Call(this);

        /// <summary>Joins consecutive dimensions into one.</summary>
        /// <param name="start_dim">First dimension to flatten.</param>
        /// <param name="end_dim">Last dimension to flatten.</param>
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => s_flattenUsingInts.Call(this, start_dim, end_dim);

        /// <summary>Splits one dimension into several.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="sizes">Sizes of the new dimensions; one may be -1.</param>
        public Tensor unflatten(long dim, params long[] sizes) => s_unflattenInt.Call(this, dim, sizes);

        /// <summary>A range of positions along a dimension.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="start">First position.</param>
        /// <param name="length">Number of positions.</param>
        public Tensor narrow(long dim, long start, long length) => s_narrow.Call(this, dim, start, length);

        /// <summary>Positions from start to before finish, step by step, along a dimension.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="start">First position.</param>
        /// <param name="finish">Position after the last one.</param>
        /// <param name="step">Distance between positions.</param>
        public Tensor slice(long dim, long start, long finish, long step) => s_sliceTensor.Call(this, dim, start, finish, step);

        /// <summary>One position along a dimension, which disappears.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="index">The position; negative counts from the last.</param>
        public Tensor select(long dim, long index) => s_selectInt.Call(this, dim, index);

        /// <summary>Repeats dimensions of size 1 without copying.</summary>
        /// <param name="sizes">The new sizes; -1 keeps one.</param>
        public Tensor expand(params long[] sizes) => s_expand.Call(this, sizes);

        /// <summary>Repeats dimensions of size 1 to the sizes of another tensor.</summary>
        /// <param name="other">The other tensor.</param>
        public Tensor expand_as(Tensor other) => s_expandAs.Call(this, other);

        /// <summary>Repeats dimensions of size 1 without copying.</summary>
        /// <param name="shape">The new sizes.</param>
        public Tensor broadcast_to(params long[] shape) => s_broadcastTo.Call(this, shape);

        /// <summary>Repeats the whole tensor.</summary>
        /// <param name="sizes">How often, for each dimension.</param>
        public Tensor repeat(params long[] sizes) => s_repeat.Call(this, sizes);

        /// <summary>Repeats each element along a dimension, or all in one row.</summary>
        /// <param name="repeats">How often.</param>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="output_size">Length of the result along the dimension.</param>
        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            s_repeatInterleaveSelfInt.Call(this, repeats, dim, output_size);

        /// <summary>Repeats each element as often as a tensor of counts says.</summary>
        /// <param name="repeats">How often.</param>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="output_size">Length of the result along the dimension.</param>
        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) =>
            s_repeatInterleaveSelfTensor.Call(this, repeats, dim, output_size);

        /// <summary>Rolls the elements along dimensions; those that leave return at the other end.</summary>
        /// <param name="shifts">By how many positions.</param>
        /// <param name="dims">The dimensions; negative ones count from the last.</param>
        public Tensor roll(long[] shifts, long[] dims) => s_roll.Call(this, shifts, dims);

        /// <summary>Rolls the elements along a dimension, or all in one row.</summary>
        /// <param name="shifts">By how many positions.</param>
        /// <param name="dims">The dimensions; negative ones count from the last.</param>
        public Tensor roll(long shifts, long? dims = null) =>
            s_roll.Call(this, shifts, dims is { } given ? new[] { given } : Array.Empty<long>());

        /// <summary>Reverses the order along dimensions.</summary>
        /// <param name="dims">The dimensions; negative ones count from the last.</param>
        public Tensor flip(params long[] dims) => s_flip.Call(this, dims);

        /// <summary>Views of equal size along a dimension; the last may be smaller.</summary>
        /// <param name="size">Size of each part; the last may be smaller.</param>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        public Tensor[] split(long size, int dim = 0) => s_splitTensor.CallMany(this, size, (long)dim);

        /// <summary>Views of given sizes along a dimension.</summary>
        /// <param name="sizes">Size of each part.</param>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        public Tensor[] split(long[] sizes, long dim = 0) => s_splitWithSizes.CallMany(this, sizes, dim);

        /// <summary>A number of views along a dimension.</summary>
        /// <param name="chunks">Number of parts.</param>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        public Tensor[] chunk(long chunks, long dim = 0) => s_chunk.CallMany(this, chunks, dim);

        /// <summary>One view per position along a dimension, which disappears.</summary>
        /// <param name="dimension">The dimension; negative counts from the last.</param>
        public Tensor[] unbind(long dimension = 0L) => s_unbindInt.CallMany(this, dimension);

        /// <summary>A diagonal of a plane, as a view.</summary>
        /// <param name="offset">0 for the main diagonal, positive above it, negative below it.</param>
        /// <param name="dim1">First dimension of the planes.</param>
        /// <param name="dim2">Second dimension of the planes.</param>
        public Tensor diagonal(long offset = 0L, long dim1 = 0L, long dim2 = 1L) => s_diagonal.Call(this, offset, dim1, dim2);

        /// <summary>The diagonal of a matrix, or the matrix with a diagonal.</summary>
        /// <param name="diagonal">0 for the main diagonal, positive above it, negative below it.</param>
        public Tensor diag(long diagonal = 0) => s_diag.Call(this, diagonal);

        /// <summary>Matrices with this tensor on their diagonals.</summary>
        /// <param name="offset">0 for the main diagonal, positive above it, negative below it.</param>
        /// <param name="dim1">First dimension of the planes.</param>
        /// <param name="dim2">Second dimension of the planes.</param>
        public Tensor diag_embed(long offset = 0L, long dim1 = -2L, long dim2 = -1L) =>
            s_diagEmbed.Call(this, offset, dim1, dim2);

        /// <summary>The lower triangle; zero elsewhere.</summary>
        /// <param name="diagonal">0 for the main diagonal, positive above it, negative below it.</param>
        public Tensor tril(long diagonal = 0) => s_tril.Call(this, diagonal);

        /// <summary>The upper triangle; zero elsewhere.</summary>
        /// <param name="diagonal">0 for the main diagonal, positive above it, negative below it.</param>
        public Tensor triu(long diagonal = 0) => s_triu.Call(this, diagonal);

        /// <summary>Sum of the diagonal of a matrix.</summary>
        public Tensor trace() => s_trace.Call(this);

        /// <summary>Windows along a dimension, as a new last dimension.</summary>
        /// <param name="dimension">The dimension; negative counts from the last.</param>
        /// <param name="size">Length of a window.</param>
        /// <param name="step">Distance between windows.</param>
        public Tensor unfold(long dimension, long size, long step) => s_unfold.Call(this, dimension, size, step);

        /// <summary>A view with given sizes and strides.</summary>
        /// <param name="size">The new sizes.</param>
        /// <param name="strides">Distance between neighbours per dimension.</param>
        /// <param name="storageOffset">Offset of the first element.</param>
        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0L) =>
            s_asStrided.Call(this, size, strides, storageOffset);

        /// <summary>Moves a dimension to another place.</summary>
        /// <param name="source">Where the dimensions are.</param>
        /// <param name="destination">Where they go.</param>
        public Tensor movedim(long[] source, long[] destination) => s_movedimIntlist.Call(this, source, destination);
    }
}
