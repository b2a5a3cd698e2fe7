namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator s_max = Operator.Find("aten::max");
        private static readonly Operator s_maxDim = Operator.Find("aten::max", "dim");
        private static readonly Operator s_argmax = Operator.Find("aten::argmax");
        private static readonly Operator s_amax = Operator.Find("aten::amax");
        private static readonly Operator s_min = Operator.Find("aten::min");
        private static readonly Operator s_minDim = Operator.Find("aten::min", "dim");
        private static readonly Operator s_argmin = Operator.Find("aten::argmin");
        private static readonly Operator s_amin = Operator.Find("aten::amin");
        private static readonly Operator s_topk = Operator.Find("aten::topk");
        private static readonly Operator s_kthvalue = Operator.Find("aten::kthvalue");
        private static readonly Operator s_sortStable = Operator.Find("aten::sort", "stable");
        private static readonly Operator s_argsort = Operator.Find("aten::argsort");
        private static readonly Operator s_median = Operator.Find("aten::median");
        private static readonly Operator s_quantile = Operator.Find("aten::quantile");
        private static readonly Operator s_bucketizeTensor = Operator.Find("aten::bucketize", "Tensor");
        private static readonly Operator s_bincount = Operator.Find("aten::bincount");
        private static readonly Operator s_histc = Operator.Find("aten::histc");

        /// <summary>Largest element.</summary>
        public Tensor max() => s_max.Call(this);

        /// <summary>Largest elements along a dimension, and where they are.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => s_maxDim.Call2(this, dim, keepdim);

        /// <summary>Position of the largest element among all.</summary>
        public Tensor argmax() => s_argmax.Call(this);

        /// <summary>Position of the largest element along a dimension.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
        public Tensor argmax(long dim, bool keepdim = false) => s_argmax.Call(this, dim, keepdim);

        /// <summary>Largest elements along dimensions.</summary>
        /// <param name="dims">The dimensions; negative ones count from the last.</param>
        /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false) => s_amax.Call(this, dims.ToArray(), keepdim);

        /// <summary>Smallest element.</summary>
        public Tensor min() => s_min.Call(this);

        /// <summary>Smallest elements along a dimension, and where they are.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => s_minDim.Call2(this, dim, keepdim);

        /// <summary>Position of the smallest element among all.</summary>
        public Tensor argmin() => s_argmin.Call(this);

        /// <summary>Position of the smallest element along a dimension.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
        public Tensor argmin(long dim, bool keepdim = false) => s_argmin.Call(this, dim, keepdim);

        /// <summary>Smallest elements along dimensions.</summary>
        /// <param name="dims">The dimensions; negative ones count from the last.</param>
        /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false) => s_amin.Call(this, dims.ToArray(), keepdim);

        /// <summary>The k largest or smallest elements along a dimension, and where they are.</summary>
        /// <param name="k">How many.</param>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="largest">The largest instead of the smallest.</param>
        /// <param name="sorted">In order.</param>
        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            s_topk.Call2(this, k, dim, largest, sorted);

        /// <summary>The k-th smallest element along a dimension, and where it is.</summary>
        /// <param name="k">How many.</param>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
        public (Tensor values, Tensor indices) kthvalue(long k, long? dim, bool keepdim = false) =>
            s_kthvalue.Call2(this, k, dim ?? -1, keepdim);

        /// <summary>The elements in order along a dimension, and where they were.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="descending">Largest first.</param>
        /// <param name="stable">Keeps the order of equal elements.</param>
        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            s_sortStable.Call2(this, stable, dim, descending);

        /// <summary>Positions of the elements in their order along a dimension.</summary>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="descending">Largest first.</param>
        public Tensor argsort(long dim = -1, bool descending = false) => s_argsort.Call(this, dim, descending);

        /// <summary>Median of all elements; the lower of the two middle ones.</summary>
        public Tensor median() => s_median.Call(this);

        /// <summary>Quantiles along a dimension, or of all elements, interpolated linearly.</summary>
        /// <param name="q">Quantiles between 0 and 1.</param>
        /// <param name="dim">The dimension; negative counts from the last.</param>
        /// <param name="keepdim">Keeps reduced dimensions with size 1.</param>
        public Tensor quantile(Tensor q, long dim = -1, bool keepdim = false) => s_quantile.Call(this, q, dim, keepdim);

        /// <summary>Where each value falls among ordered boundaries.</summary>
        /// <param name="boundaries">Ordered values.</param>
        /// <param name="outInt32">32-bit positions instead of 64-bit ones.</param>
        /// <param name="right">A value equal to a boundary falls after it.</param>
        public Tensor bucketize(Tensor boundaries, bool outInt32 = false, bool right = false) =>
            s_bucketizeTensor.Call(this, boundaries, outInt32, right);

        /// <summary>How often each non-negative integer occurs.</summary>
        /// <param name="weights">Weight of each value; 1 by default.</param>
        /// <param name="minlength">Smallest number of counts.</param>
        public Tensor bincount(Tensor? weights, long minlength = 0) => s_bincount.Call(this, weights, minlength);

        /// <summary>Counts of the elements in bins of equal width.</summary>
        /// <param name="bins">Number of bins.</param>
        /// <param name="min">Lower end; with max equal, those of the data.</param>
        /// <param name="max">Upper end.</param>
        public Tensor histc(long bins = 100, long min = 0, long max = 0) => s_histc.Call(this, bins, min, max);
    }
}
