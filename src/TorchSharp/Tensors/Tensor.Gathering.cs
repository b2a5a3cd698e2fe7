namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator s_gather = Operator.Find("aten::gather");
        private static readonly Operator s_scatterSrc = Operator.Find("aten::scatter", "src");
        private static readonly Operator s_scatterInPlaceSrc = Operator.Find("aten::scatter_", "src");
        private static readonly Operator s_scatterAdd = Operator.Find("aten::scatter_add");
        private static readonly Operator s_scatterAddInPlace = Operator.Find("aten::scatter_add_");
        private static readonly Operator s_indexSelect = Operator.Find("aten::index_select");
        private static readonly Operator s_indexAdd = Operator.Find("aten::index_add");
        private static readonly Operator s_indexAddInPlace = Operator.Find("aten::index_add_");
        private static readonly Operator s_indexCopy = Operator.Find("aten::index_copy");
        private static readonly Operator s_indexCopyInPlace = Operator.Find("aten::index_copy_");
        private static readonly Operator s_indexFillIntScalar = Operator.Find("aten::index_fill", "int_Scalar");
        private static readonly Operator s_indexFillInPlaceIntScalar = Operator.Find("aten::index_fill_", "int_Scalar");
        private static readonly Operator s_maskedFillScalar = Operator.Find("aten::masked_fill", "Scalar");
        private static readonly Operator s_maskedFillInPlaceScalar = Operator.Find("aten::masked_fill_", "Scalar");
        private static readonly Operator s_maskedSelect = Operator.Find("aten::masked_select");
        private static readonly Operator s_maskedScatter = Operator.Find("aten::masked_scatter");
        private static readonly Operator s_take = Operator.Find("aten::take");
        private static readonly Operator s_takeAlongDim = Operator.Find("aten::take_along_dim");
        private static readonly Operator s_nonzero = Operator.Find("aten::nonzero");
        private static readonly Operator s_whereSelf = Operator.Find("aten::where", "self");

        /// <summary>For each position, the element that an index names along a dimension.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="index">Positions, 64-bit integers.</param>
        public Tensor gather(long dim, Tensor index) => s_gather.Call(this, dim, index);

        /// <summary>A copy with elements written to indexed positions along a dimension.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="index">Positions, 64-bit integers.</param>
        /// <param name="src">Where the values come from.</param>
        public Tensor scatter(long dim, Tensor index, Tensor src) => s_scatterSrc.Call(this, dim, index, src);

        /// <summary>Writes elements to indexed positions along a dimension.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="index">Positions, 64-bit integers.</param>
        /// <param name="src">Where the values come from.</param>
        /// <returns>This tensor.</returns>
        public Tensor scatter_(long dim, Tensor index, Tensor src) => InPlace(s_scatterInPlaceSrc, dim, index, src);

        /// <summary>A copy with elements added at indexed positions along a dimension.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="index">Positions, 64-bit integers.</param>
        /// <param name="src">Where the values come from.</param>
        public Tensor scatter_add(long dim, Tensor index, Tensor src) => s_scatterAdd.Call(this, dim, index, src);

        /// <summary>Adds elements at indexed positions along a dimension.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="index">Positions, 64-bit integers.</param>
        /// <param name="src">Where the values come from.</param>
        /// <returns>This tensor.</returns>
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => InPlace(s_scatterAddInPlace, dim, index, src);

        /// <summary>Slices at indexed positions along a dimension.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="index">Positions, 64-bit integers.</param>
        public Tensor index_select(long dim, Tensor index) => s_indexSelect.Call(this, dim, index);

        /// <summary>A copy with slices added at indexed positions: this + alpha * source.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="index">Positions, 64-bit integers.</param>
        /// <param name="source">Where the values come from.</param>
        /// <param name="alpha">Factor of the slices.</param>
        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) =>
            s_indexAdd.Call(this, dim, index, source, alpha);

        /// <summary>Adds alpha * source at indexed positions along a dimension.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="index">Positions, 64-bit integers.</param>
        /// <param name="source">Where the values come from.</param>
        /// <param name="alpha">Factor of the slices.</param>
        /// <returns>This tensor.</returns>
        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
            IndexAdd(s_indexAddInPlace, dim, index, source, alpha);

        /// <summary>A copy with slices written to indexed positions along a dimension.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="index">Positions, 64-bit integers.</param>
        /// <param name="source">Where the values come from.</param>
        public Tensor index_copy(long dim, Tensor index, Tensor source) => s_indexCopy.Call(this, dim, index, source);

        /// <summary>Writes slices to indexed positions along a dimension.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="index">Positions, 64-bit integers.</param>
        /// <param name="source">Where the values come from.</param>
        /// <returns>This tensor.</returns>
        public Tensor index_copy_(long dim, Tensor index, Tensor source) => InPlace(s_indexCopyInPlace, dim, index, source);

        /// <summary>A copy with a number written to indexed positions along a dimension.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="index">Positions, 64-bit integers.</param>
        /// <param name="value">The new value.</param>
        public Tensor index_fill(long dim, Tensor index, Scalar value) => s_indexFillIntScalar.Call(this, dim, index, value);

        /// <summary>Writes a number to indexed positions along a dimension.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="index">Positions, 64-bit integers.</param>
        /// <param name="value">The new value.</param>
        /// <returns>This tensor.</returns>
        public Tensor index_fill_(long dim, Tensor index, Scalar value) =>
            InPlace(s_indexFillInPlaceIntScalar, dim, index, value);

        /// <summary>A copy with a number where the mask holds.</summary>
        /// <param name="mask">Truth values, broadcast to the tensor.</param>
        /// <param name="value">The new value.</param>
        public Tensor masked_fill(Tensor mask, Scalar value) => s_maskedFillScalar.Call(this, mask, value);

        /// <summary>Writes a number where the mask holds.</summary>
        /// <param name="mask">Truth values, broadcast to the tensor.</param>
        /// <param name="value">The new value.</param>
        /// <returns>This tensor.</returns>
        public Tensor masked_fill_(Tensor mask, Scalar value) => InPlace(s_maskedFillInPlaceScalar, mask, value);

        /// <summary>The elements where the mask holds, in one dimension.</summary>
        /// <param name="mask">Truth values, broadcast to the tensor.</param>
        public Tensor masked_select(Tensor mask) => s_maskedSelect.Call(this, mask);

        /// <summary>Writes elements in order to where the mask holds.</summary>
        /// <param name="mask">Truth values, broadcast to the tensor.</param>
        /// <param name="value">The elements.</param>
        public Tensor masked_scatter(Tensor mask, Tensor value) => s_maskedScatter.Call(this, mask, value);

        /// <summary>The elements at row-major positions.</summary>
        /// <param name="index">Positions, 64-bit integers.</param>
        public Tensor take(Tensor index) => s_take.Call(this, index);

        /// <summary>The elements at positions along a dimension, broadcast.</summary>
        /// <param name="indices">Positions, 64-bit integers.</param>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        public Tensor take_along_dim(Tensor indices, long dim) => s_takeAlongDim.Call(this, indices, dim);

        /// <summary>Positions of the elements other than zero, shape [n, dimensions].</summary>
        public Tensor nonzero() => s_nonzero.Call(this);

        /// <summary>Elements of this tensor where the condition holds, of the other elsewhere.</summary>
        /// <param name="condition">Truth values.</param>
        /// <param name="y">Values where it does not.</param>
        public Tensor where(Tensor condition, Tensor y) => s_whereSelf.Call(condition, this, y);

        private Tensor IndexAdd(Operator op, in Value dim, in Value index, in Value source, in Value alpha)
        {
            op.CallVoid(this, dim, index, source, alpha);
            return this;
        }
    }
}
