namespace TorchSharp;

public static partial class torch
{
    private static readonly Operator s_cat = Operator.Find("aten::cat");
    private static readonly Operator s_stack = Operator.Find("aten::stack");
    private static readonly Operator s_vstack = Operator.Find("aten::vstack");
    private static readonly Operator s_hstack = Operator.Find("aten::hstack");
    private static readonly Operator s_blockDiag = Operator.Find("aten::block_diag");
    private static readonly Operator s_whereSelf = Operator.Find("aten::where", "self");
    private static readonly Operator s_where = Operator.Find("aten::where");
    private static readonly Operator s_einsum = Operator.Find("aten::einsum");
    private static readonly Operator s_tensordot = Operator.Find("aten::tensordot");
    private static readonly Operator s_meshgridIndexing = Operator.Find("aten::meshgrid", "indexing");
    private static readonly Operator s_broadcastTensors = Operator.Find("aten::broadcast_tensors");
    private static readonly Operator s_cdist = Operator.Find("aten::cdist");
    private static readonly Operator s_searchsortedTensor = Operator.Find("aten::searchsorted", "Tensor");

    /// <summary>Joins tensors along a dimension.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => s_cat.Call(AsArray(tensors), dim);

    /// <summary>Joins tensors along a dimension.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    /// <summary>Joins tensors of equal shape along a new dimension.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <param name="dim">The dimension; negative counts from the last.</param>
    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => s_stack.Call(AsArray(tensors), dim);

    /// <summary>Joins tensors row by row.</summary>
    /// <param name="tensors">The tensors.</param>
    public static Tensor vstack(IList<Tensor> tensors) => s_vstack.Call(AsArray(tensors));

    /// <summary>Joins tensors column by column.</summary>
    /// <param name="tensors">The tensors.</param>
    public static Tensor hstack(IList<Tensor> tensors) => s_hstack.Call(AsArray(tensors));

    /// <summary>Matrices along the diagonal of one.</summary>
    /// <param name="tensors">The tensors.</param>
    public static Tensor block_diag(params Tensor[] tensors) => s_blockDiag.Call(tensors);

    /// <summary>Elements of x where the condition holds, of y elsewhere.</summary>
    /// <param name="condition">Truth values.</param>
    /// <param name="x">Values where the condition holds.</param>
    /// <param name="y">Values where it does not.</param>
    public static Tensor where(Tensor condition, Tensor x, Tensor y) => s_whereSelf.Call(condition, x, y);

    /// <summary>Positions where the condition holds, one tensor per dimension.</summary>
    /// <param name="condition">Truth values.</param>
    public static Tensor[] where(Tensor condition) => s_where.CallMany(condition);

    /// <summary>Sum of products over indices, in Einstein notation.</summary>
    /// <param name="equation">Indices of the operands and of the result, such as <c>bi,bj->ij</c>.</param>
    /// <param name="tensors">The tensors.</param>
    public static Tensor einsum(string equation, params Tensor[] tensors) => s_einsum.Call(equation, tensors);

    /// <summary>Matrix product, with vectors and batches as in NumPy.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="target">The other operand.</param>
    public static Tensor matmul(Tensor input, Tensor target) => input.matmul(target);

    /// <summary>Matrix product [N, K] x [K, M] -> [N, M].</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="target">The other operand.</param>
    public static Tensor mm(Tensor input, Tensor target) => input.mm(target);

    /// <summary>Product of a matrix [N, M] and a vector [M] -> [N].</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="target">The other operand.</param>
    public static Tensor mv(Tensor input, Tensor target) => input.mv(target);

    /// <summary>Scalar product of two vectors.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="other">The other operand.</param>
    public static Tensor dot(Tensor input, Tensor other) => input.dot(other);

    /// <summary>Sums of products over given dimensions.</summary>
    /// <param name="a">First operand.</param>
    /// <param name="b">Second operand.</param>
    /// <param name="dims1">Dimensions of the first operand.</param>
    /// <param name="dims2">Dimensions of the second operand.</param>
    public static Tensor tensordot(Tensor a, Tensor b, long[] dims1, long[] dims2) => s_tensordot.Call(a, b, dims1, dims2);

    /// <summary>Coordinates of a grid: one tensor per axis, first axis first.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <param name="indexing"><c>ij</c>, or <c>xy</c> to exchange the first two axes.</param>
    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij") =>
        s_meshgridIndexing.CallMany(AsArray(tensors), indexing);

    /// <summary>Tensors of the same shape by repetition.</summary>
    /// <param name="tensors">The tensors.</param>
    public static IList<Tensor> broadcast_tensors(params Tensor[] tensors) => s_broadcastTensors.CallMany((Value)tensors);

    /// <summary>Distances between the rows of two matrices, [N, D], [M, D] -> [N, M].</summary>
    /// <param name="x1">First rows.</param>
    /// <param name="x2">Second rows.</param>
    /// <param name="p">The exponent of the norm.</param>
    public static Tensor cdist(Tensor x1, Tensor x2, double p = 2.0) => s_cdist.Call(x1, x2, p);

    /// <summary>Where each value would be inserted into an ordered sequence.</summary>
    /// <param name="sorted_sequence">Ordered along the last dimension.</param>
    /// <param name="values">The values.</param>
    /// <param name="out_int32">32-bit positions instead of 64-bit ones.</param>
    /// <param name="right">Inserts after equal elements.</param>
    public static Tensor searchsorted(Tensor sorted_sequence, Tensor values, bool out_int32 = false, bool right = false) =>
        s_searchsortedTensor.Call(sorted_sequence, values, out_int32, right);

    internal static Tensor[] AsArray(IEnumerable<Tensor> tensors) => tensors as Tensor[] ?? [.. tensors];
}
