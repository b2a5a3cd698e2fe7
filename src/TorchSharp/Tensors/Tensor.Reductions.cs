namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator s_sum = Operator.Find("aten::sum");
        private static readonly Operator s_sumDimIntList = Operator.Find("aten::sum", "dim_IntList");
        private static readonly Operator s_mean = Operator.Find("aten::mean");
        private static readonly Operator s_meanDim = Operator.Find("aten::mean", "dim");
        private static readonly Operator s_var = Operator.Find("aten::var");
        private static readonly Operator s_varDim = Operator.Find("aten::var", "dim");
        private static readonly Operator s_std = Operator.Find("aten::std");
        private static readonly Operator s_stdDim = Operator.Find("aten::std", "dim");
        private static readonly Operator s_prod = Operator.Find("aten::prod");
        private static readonly Operator s_prodDimInt = Operator.Find("aten::prod", "dim_int");
        private static readonly Operator s_all = Operator.Find("aten::all");
        private static readonly Operator s_allDim = Operator.Find("aten::all", "dim");
        private static readonly Operator s_any = Operator.Find("aten::any");
        private static readonly Operator s_anyDim = Operator.Find("aten::any", "dim");
        private static readonly Operator s_logsumexp = Operator.Find("aten::logsumexp");
        private static readonly Operator s_normScalar = Operator.Find("aten::norm", "Scalar");
        private static readonly Operator s_normScalarOptDim = Operator.Find("aten::norm", "ScalarOpt_dim");
        private static readonly Operator s_cumsum = Operator.Find("aten::cumsum");
        private static readonly Operator s_cumprod = Operator.Find("aten::cumprod");
        private static readonly Operator s_countNonzero = Operator.Find("aten::count_nonzero");
        private static readonly Operator s_countNonzeroDimIntList = Operator.Find("aten::count_nonzero", "dim_IntList");

        /// <summary>Sum of all elements.</summary>
        /// <param name="type">Type in which the result is computed; that of the tensor by default.</param>
        public Tensor sum(ScalarType? type = null) => s_sum.Call(this, type);

        /// <summary>Sum along a dimension.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
        /// <param name="type">Type in which the result is computed; that of the tensor by default.</param>
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) =>
            s_sumDimIntList.Call(this, dim, keepdim, type);

        /// <summary>Sum along dimensions.</summary>
        /// <param name="dim">The dimensions; negative ones count from the last.</param>
        /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
        /// <param name="type">Type in which the result is computed; that of the tensor by default.</param>
        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
            s_sumDimIntList.Call(this, dim.ToArray(), keepdim, type);

        /// <summary>Mean of all elements.</summary>
        public Tensor mean() => s_mean.Call(this);

        /// <summary>Mean along dimensions.</summary>
        /// <param name="dimensions">The dimensions; negative ones count from the last.</param>
        /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
        /// <param name="type">Type in which the result is computed; that of the tensor by default.</param>
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            s_meanDim.Call(this, dimensions, keepdim, type);

        /// <summary>Variance of all elements.</summary>
        /// <param name="unbiased">Divides by n - 1 instead of n.</param>
        public Tensor var(bool unbiased = true) => s_var.Call(this, unbiased);

        /// <summary>Variance along a dimension.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="unbiased">Divides by n - 1 instead of n.</param>
        /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
        /// <param name="type">Type in which the result is computed; that of the tensor by default.</param>
        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Convert(s_varDim.Call(this, dim, unbiased, keepdim), type);

        /// <summary>Variance along dimensions.</summary>
        /// <param name="dimensions">The dimensions; negative ones count from the last.</param>
        /// <param name="unbiased">Divides by n - 1 instead of n.</param>
        /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
        /// <param name="type">Type in which the result is computed; that of the tensor by default.</param>
        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Convert(s_varDim.Call(this, dimensions, unbiased, keepdim), type);

        /// <summary>Standard deviation of all elements.</summary>
        /// <param name="unbiased">Divides by n - 1 instead of n.</param>
        public Tensor std(bool unbiased = true) => s_std.Call(this, unbiased);

        /// <summary>Standard deviation along a dimension.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="unbiased">Divides by n - 1 instead of n.</param>
        /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
        /// <param name="type">Type in which the result is computed; that of the tensor by default.</param>
        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Convert(s_stdDim.Call(this, dim, unbiased, keepdim), type);

        /// <summary>Standard deviation along dimensions.</summary>
        /// <param name="dimensions">The dimensions; negative ones count from the last.</param>
        /// <param name="unbiased">Divides by n - 1 instead of n.</param>
        /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
        /// <param name="type">Type in which the result is computed; that of the tensor by default.</param>
        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Convert(s_stdDim.Call(this, dimensions, unbiased, keepdim), type);

        /// <summary>Product of all elements.</summary>
        /// <param name="type">Type in which the result is computed; that of the tensor by default.</param>
        public Tensor prod(ScalarType? type = null) => s_prod.Call(this, type);

        /// <summary>Product along a dimension.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
        /// <param name="type">Type in which the result is computed; that of the tensor by default.</param>
        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) =>
            s_prodDimInt.Call(this, dim, keepdim, type);

        /// <summary>True if all elements are other than zero.</summary>
        public Tensor all() => s_all.Call(this);

        /// <summary>True if all elements along a dimension are other than zero.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
        public Tensor all(long dim, bool keepdim = false) => s_allDim.Call(this, dim, keepdim);

        /// <summary>True if any element is other than zero.</summary>
        public Tensor any() => s_any.Call(this);

        /// <summary>True if any element along a dimension is other than zero.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
        public Tensor any(long dim, bool keepdim = false) => s_anyDim.Call(this, dim, keepdim);

        /// <summary>log of the sum of exponentials along a dimension.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
        public Tensor logsumexp(long dim, bool keepdim = false) => s_logsumexp.Call(this, dim, keepdim);

        /// <summary>p-norm of all elements.</summary>
        /// <param name="p">The exponent of the norm.</param>
        public Tensor norm(float p = 2.0f) => s_normScalar.Call(this, (double)p);

        /// <summary>p-norm along a dimension.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
        /// <param name="p">The exponent of the norm.</param>
        public Tensor norm(int dim, bool keepdim = false, float p = 2.0f) =>
            s_normScalarOptDim.Call(this, (double)p, (long)dim, keepdim);

        /// <summary>Running sum along a dimension.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="type">Type in which the result is computed; that of the tensor by default.</param>
        public Tensor cumsum(long dim, ScalarType? type = null) => s_cumsum.Call(this, dim, type);

        /// <summary>Running product along a dimension.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="type">Type in which the result is computed; that of the tensor by default.</param>
        public Tensor cumprod(long dim, ScalarType? type = null) => s_cumprod.Call(this, dim, type);

        /// <summary>How many elements are other than zero.</summary>
        /// <param name="dims">The dimensions; negative ones count from the last.</param>
        public Tensor count_nonzero(long[]? dims = null) =>
            dims is null ? s_countNonzero.Call(this) : s_countNonzeroDimIntList.Call(this, dims);

        private static Tensor Convert(Tensor result, ScalarType? type)
        {
            if (type is not { } given || given == result.dtype) return result;
            using (result) return result.to_type(given);
        }
    }
}
